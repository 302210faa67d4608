using System.Numerics;
using Metrics.Grapher.Language;

namespace Metrics.Grapher.Layout;

/// <summary>Cuts lines into dashes, so that every pen draws the same ones.</summary>
internal static class Dashes
{
    /// <summary>More dashes than pixels of a wide picture are a mistake, and no picture.</summary>
    private const int Most = 8_000;

    /// <summary>The parts of a line that are drawn; the whole line without a pattern.</summary>
    /// <param name="points">The line.</param>
    /// <param name="pattern">Lengths on and off in CSS pixels, or null.</param>
    public static IEnumerable<ReadOnlyMemory<Vector2>> Cut(ReadOnlyMemory<Vector2> points, DashPattern? pattern)
    {
        const double shortestRound = 1;
        if (pattern is null || pattern.Lengths.IsDefaultOrEmpty || pattern.Lengths.Sum() < shortestRound)
            return [points];
        return Cut(points.Span, [.. pattern.Lengths], pattern.Offset);
    }

    private static List<ReadOnlyMemory<Vector2>> Cut(ReadOnlySpan<Vector2> points, double[] lengths, double offset)
    {
        var (index, left) = Begin(lengths, offset);
        var dashes = new List<ReadOnlyMemory<Vector2>>();
        var dash = new List<Vector2> { points[0] };
        for (var i = 1; i < points.Length && dashes.Count < Most; i++)
        {
            var (from, way) = (points[i - 1], points[i] - points[i - 1]);
            var length = way.Length();
            var done = 0.0;
            while (length - done > left && dashes.Count < Most)
            {
                done += left;
                var at = from + way * (float)(done / length);
                dash.Add(at);
                End(index);
                dash.Add(at);
                index = (index + 1) % lengths.Length;
                left = lengths[index];
            }
            left -= length - done;
            dash.Add(points[i]);
        }
        End(index);
        return dashes;

        void End(int at)
        {
            Vector2[] distinct = [.. dash.Where((point, i) => i == 0 || point.X > dash[i - 1].X || point.Y != dash[i - 1].Y)];
            if (at % 2 == 0 && distinct.Length > 1)
                dashes.Add(distinct);
            dash.Clear();
        }
    }

    private static (int Index, double Left) Begin(double[] lengths, double offset)
    {
        var round = lengths.Sum();
        var into = (offset % round + round) % round;
        var index = 0;
        while (into >= lengths[index] && index < lengths.Length - 1)
            into -= lengths[index++];
        return (index, lengths[index] - into);
    }
}
