using System.Numerics;

namespace Metrics.Grapher.Layout;

/// <summary>Drops points that the line between their neighbours passes anyway.</summary>
internal static class CurveReducer
{
    /// <summary>How far, in CSS pixels, a dropped point may be from the line that is left.</summary>
    public const float Tolerance = 0.35f;

    /// <summary>The same for the edges of low-high tints, which are faint.</summary>
    public const float TintTolerance = 0.9f;

    /// <summary>Moves the edge of a tint to whole pixels: half a pixel is not seen of a tint, and half of its bytes are saved. Moves the
    /// points that are left to the front, and returns how many there are.</summary>
    public static int Round(Span<Vector2> points)
    {
        var kept = 0;
        foreach (var point in points)
        {
            var whole = new Vector2(MathF.Round(point.X), MathF.Round(point.Y));
            if (kept < 2 || whole != points[kept - 1])
                points[kept++] = whole;
        }
        return kept;
    }

    /// <summary>Moves the points that are left to the front, the first and the last among them, and returns how many there are; x must
    /// ascend. One pass: from each point kept, the slopes that pass every later point within the tolerance are narrowed until none is
    /// left.</summary>
    public static int Reduce(Span<Vector2> points, float tolerance = Tolerance)
    {
        if (points.Length < 3)
            return points.Length;
        var kept = 1;
        var anchor = points[0];
        var (lowest, highest) = (float.NegativeInfinity, float.PositiveInfinity);
        for (var i = 1; i < points.Length; i++)
        {
            var step = points[i] - anchor;
            var perPixel = 1 / step.X;
            var slope = step.Y * perPixel;
            if (slope < lowest || slope > highest)
            {
                anchor = points[i - 1];
                points[kept++] = anchor;
                step = points[i] - anchor;
                perPixel = 1 / step.X;
                slope = step.Y * perPixel;
                (lowest, highest) = (float.NegativeInfinity, float.PositiveInfinity);
            }
            var allowed = tolerance * perPixel;
            lowest = float.MaxNative(lowest, slope - allowed);
            highest = float.MinNative(highest, slope + allowed);
        }
        points[kept++] = points[^1];
        return kept;
    }
}
