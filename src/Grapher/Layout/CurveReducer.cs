using System.Numerics;

namespace Metrics.Grapher.Layout;

/// <summary>Drops points that the line between their neighbours passes anyway.</summary>
internal static class CurveReducer
{
    /// <summary>How far, in CSS pixels, a dropped point may be from the line that is left.</summary>
    public const float Tolerance = 0.35f;

    /// <summary>The same for the edges of low-high tints, which are faint.</summary>
    public const float TintTolerance = 0.9f;

    /// <summary>The points that are left, the first and last among them; x must ascend. One pass: from each point kept, the
    /// slopes that pass every later point within the tolerance are narrowed until none is left.</summary>
    public static Vector2[] Reduce(ReadOnlySpan<Vector2> points, float tolerance = Tolerance)
    {
        if (points.Length < 3)
            return points.ToArray();
        var kept = new List<Vector2>(points.Length / 2) { points[0] };
        var anchor = points[0];
        var (lowest, highest) = (float.NegativeInfinity, float.PositiveInfinity);
        for (var i = 1; i < points.Length; i++)
        {
            var step = points[i] - anchor;
            var slope = step.Y / step.X;
            if (slope < lowest || slope > highest)
            {
                anchor = points[i - 1];
                kept.Add(anchor);
                step = points[i] - anchor;
                (lowest, highest) = (float.NegativeInfinity, float.PositiveInfinity);
            }
            lowest = Math.Max(lowest, (step.Y - tolerance) / step.X);
            highest = Math.Min(highest, (step.Y + tolerance) / step.X);
        }
        kept.Add(points[^1]);
        return [.. kept];
    }
}
