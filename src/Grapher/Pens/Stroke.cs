using System.Numerics;

namespace Metrics.Grapher.Pens;

/// <summary>Outlines of shapes that are drawn with a width.</summary>
internal static class Stroke
{
    /// <summary>The outline of a line through points: along one side and back along the other. Outer corners get a third point, half way
    /// round, which at widths of a few pixels is as good as a round join.</summary>
    /// <param name="points">At least two points, no two neighbours at the same place.</param>
    /// <param name="width">Width of the line.</param>
    /// <param name="outline">Takes the outline; cleared first.</param>
    public static void Outline(ReadOnlySpan<Vector2> points, float width, List<Vector2> outline)
    {
        outline.Clear();
        var half = width / 2;
        Side(points, half, outline, 0, 1);
        Side(points, half, outline, points.Length - 1, -1);
    }

    /// <summary>The outline of a disc.</summary>
    /// <param name="centre">Its centre.</param>
    /// <param name="radius">Its radius.</param>
    /// <param name="outline">Takes the outline; cleared first.</param>
    public static void Circle(Vector2 centre, float radius, List<Vector2> outline)
    {
        var corners = Math.Clamp((int)(radius * 8), 12, 64);
        outline.Clear();
        for (var i = 0; i < corners; i++)
        {
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * i / corners);
            outline.Add(centre + radius * new Vector2(cos, sin));
        }
    }

    private static void Side(ReadOnlySpan<Vector2> points, float half, List<Vector2> outline, int from, int direction)
    {
        var before = Vector2.Zero;
        for (var i = from; i + direction >= 0 && i + direction < points.Length; i += direction)
        {
            var along = Vector2.Normalize(points[i + direction] - points[i]);
            var normal = new Vector2(along.Y, -along.X);
            if (i != from)
                Join(points[i], before, normal, half, outline);
            outline.Add(points[i] + half * normal);
            outline.Add(points[i + direction] + half * normal);
            before = normal;
        }
    }

    private static void Join(Vector2 at, Vector2 before, Vector2 after, float half, List<Vector2> outline)
    {
        var middle = before + after;
        // The outer side of a turn is where the normals spread: where the line turns away from them.
        var outer = before.X * after.Y - before.Y * after.X > 0;
        if (outer && Vector2.Dot(before, after) < 0.8f && middle.LengthSquared() > 1e-6f)
            outline.Add(at + half * Vector2.Normalize(middle));
    }
}
