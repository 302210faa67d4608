using System.Buffers;
using System.Numerics;
using Metrics.Grapher.Data;

namespace Metrics.Grapher.Layout;

/// <summary>A series on its way to the plot: what its line follows, what it stands on, and where it is broken.</summary>
internal sealed class SeriesPath
{
    private readonly GraphData data;
    private readonly double[] floor;

    private SeriesPath(GraphData data, SeriesColumns columns, double[] top, double[] floor)
    {
        this.data = data;
        this.floor = floor;
        Columns = columns;
        Top = top;
        Highs = Banded ? columns.High : top;
        (Lowest, Highest, HighestAt) = Banded || ReferenceEquals(top, columns.High)
            ? (columns.Lowest, columns.Highest, columns.HighestAt)
            : Reach(top);
    }

    /// <summary>The values.</summary>
    public SeriesColumns Columns { get; }

    /// <summary>The line: the mean, for a layer of a stack on top of the layers below.</summary>
    public double[] Top { get; }

    /// <summary>Whether it is a layer of a stack.</summary>
    public bool Stacked => Columns.Series.Shape == SeriesShape.Stack;

    /// <summary>Whether the low-high tint is drawn.</summary>
    public bool Banded => Columns.RolledUp && !Stacked;

    /// <summary>What is highest in each bucket: the upper edge of the tint, or the line.</summary>
    public double[] Highs { get; }

    /// <summary>The lowest value drawn; NaN without any.</summary>
    public double Lowest { get; }

    /// <summary>The highest value drawn; NaN without any.</summary>
    public double Highest { get; }

    /// <summary>First bucket of the highest, or -1.</summary>
    public int HighestAt { get; }

    /// <summary>Colour.</summary>
    public Palette.Token Colour => Palette.Colours.TokenOf(Columns.Series.Colour);

    /// <summary>The paths of a graph. A layer without any value is left out of its stack; where one layer is missing, so is the stack.</summary>
    public static SeriesPath[] Of(GraphData data)
    {
        var paths = new SeriesPath[data.Series.Length];
        var floor = new double[data.Count];
        for (var s = 0; s < paths.Length; s++)
        {
            var columns = data.Series[s];
            if (columns.Base is { } below)
            {
                paths[s] = new(data, columns, [.. columns.Average.Zip(below, (value, sum) => value + sum)], below);
                continue;
            }
            if (columns.Series.Shape != SeriesShape.Stack || columns.LastKnown < 0)
            {
                paths[s] = new(data, columns, columns.Average, []);
                continue;
            }
            var top = new double[data.Count];
            for (var i = 0; i < top.Length; i++)
                top[i] = floor[i] + columns.Average[i];
            paths[s] = new(data, columns, top, floor);
            floor = top;
        }
        return paths;
    }

    /// <summary>The unbroken stretches, and the line over each, reduced.</summary>
    public List<SeriesRun> Runs(PlotScale scale)
    {
        var runs = new List<SeriesRun>();
        for (var i = 0; i < Top.Length; i++)
        {
            if (double.IsNaN(Top[i]))
                continue;
            var first = i;
            while (i + 1 < Top.Length && !double.IsNaN(Top[i + 1]))
                i++;
            runs.Add(new(first, i, Curve(Top, first, i, scale, CurveReducer.Tolerance)));
        }
        return runs;
    }

    /// <summary>The points of a column over a stretch, x ascending and inside the plot, without those that nobody would miss.</summary>
    /// <param name="column">The values.</param>
    /// <param name="first">First bucket.</param>
    /// <param name="last">Last bucket.</param>
    /// <param name="scale">Where they are.</param>
    /// <param name="tolerance">How far a point left out may be from the line, in CSS pixels; negative to leave none out.</param>
    public Vector2[] Curve(double[] column, int first, int last, PlotScale scale, float tolerance)
    {
        var points = ArrayPool<Vector2>.Shared.Rent(last - first + 1);
        var count = 0;
        for (var i = first; i <= last; i++)
        {
            var x = Math.Clamp(scale.X(data.MomentOf(Columns, i)), scale.Plot.Left, scale.Plot.Right);
            // Of the buckets that reach over the left edge only the last is drawn, at the edge.
            if (count > 0 && x <= points[count - 1].X)
                count--;
            points[count++] = new(x, scale.Y(column[i]));
        }
        if (tolerance >= 0)
            count = CurveReducer.Reduce(points.AsSpan(0, count), tolerance);
        var curve = points.AsSpan(0, count).ToArray();
        ArrayPool<Vector2>.Shared.Return(points);
        return curve;
    }

    private static (double Lowest, double Highest, int HighestAt) Reach(double[] values)
    {
        var (lowest, highest, at) = (double.NaN, double.NaN, -1);
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                continue;
            if (!(values[i] >= lowest))
                lowest = values[i];
            if (!(values[i] <= highest))
                (highest, at) = (values[i], i);
        }
        return (lowest, highest, at);
    }

    /// <summary>What the layer or area stands on: zero, or the layers below.</summary>
    public Vector2[] Floor(SeriesRun run, PlotScale scale) => floor.Length > 0
        ? Curve(floor, run.First, run.Last, scale, CurveReducer.Tolerance)
        : [new(run.Line[0].X, scale.Zero), new(run.Line[^1].X, scale.Zero)];
}
