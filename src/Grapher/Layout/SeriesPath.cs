using System.Numerics;
using Metrics.Grapher.Data;

namespace Metrics.Grapher.Layout;

/// <summary>A series on its way to the plot: what its line follows, what it stands on, and where it is broken.</summary>
internal sealed class SeriesPath
{
    private readonly GraphData data;
    private readonly Workspace memory;
    private readonly ReadOnlyMemory<double> top, highs, floor;

    private SeriesPath(GraphData data, SeriesColumns columns, ReadOnlyMemory<double>? stacked, ReadOnlyMemory<double> floor,
        Workspace memory)
    {
        (this.data, this.memory, this.floor) = (data, memory, floor);
        Columns = columns;
        var kept = columns.Kept;
        top = stacked ?? kept.Average;
        highs = Banded ? kept.High : top;
        (Lowest, Highest, HighestAt) = Banded || (stacked is null && kept.High.Equals(kept.Average))
            ? (columns.Lowest, columns.Highest, columns.HighestAt)
            : Reach(top.Span);
    }

    /// <summary>The values.</summary>
    public SeriesColumns Columns { get; }

    /// <summary>The line: the mean, for a layer of a stack on top of the layers below.</summary>
    public ReadOnlySpan<double> Top => top.Span;

    /// <summary>Whether it is a layer of a stack.</summary>
    public bool Stacked => Columns.Series.Shape == SeriesShape.Stack;

    /// <summary>Whether the low-high tint is drawn.</summary>
    public bool Banded => Columns.RolledUp && !Stacked;

    /// <summary>What is highest in each bucket: the upper edge of the tint, or the line.</summary>
    public ReadOnlySpan<double> Highs => highs.Span;

    /// <summary>The lowest value drawn; NaN without any.</summary>
    public double Lowest { get; }

    /// <summary>The highest value drawn; NaN without any.</summary>
    public double Highest { get; }

    /// <summary>First bucket of the highest, or -1.</summary>
    public int HighestAt { get; }

    /// <summary>Colour.</summary>
    public Palette.Token Colour => Palette.Colours.TokenOf(Columns.Series.Colour);

    /// <summary>The paths of a graph. A layer without any value is left out of its stack; where one layer is missing, so is the
    /// stack.</summary>
    /// <param name="data">Its values.</param>
    /// <param name="memory">Holds the sums of stacks and the points.</param>
    public static SeriesPath[] Of(GraphData data, Workspace memory)
    {
        var paths = new SeriesPath[data.Series.Length];
        var floor = ReadOnlyMemory<double>.Empty;
        for (var s = 0; s < paths.Length; s++)
        {
            var columns = data.Series[s];
            if (columns.Base is { } below)
            {
                paths[s] = new(data, columns, Sum(columns, below.Span, memory), below, memory);
                continue;
            }
            if (columns.Series.Shape != SeriesShape.Stack || columns.LastKnown < 0)
            {
                paths[s] = new(data, columns, null, ReadOnlyMemory<double>.Empty, memory);
                continue;
            }
            if (floor.IsEmpty)
                floor = Zeros(data.Count, memory);
            var top = Sum(columns, floor.Span, memory);
            paths[s] = new(data, columns, top, floor, memory);
            floor = top;
        }
        return paths;
    }

    private static ReadOnlyMemory<double> Sum(SeriesColumns columns, ReadOnlySpan<double> below, Workspace memory)
    {
        var sum = memory.Column(columns.Count);
        var values = columns.Average;
        var sums = sum.Span;
        for (var i = 0; i < sums.Length; i++)
            sums[i] = below[i] + values[i];
        return sum;
    }

    private static ReadOnlyMemory<double> Zeros(int count, Workspace memory)
    {
        var zeros = memory.Column(count);
        zeros.Span.Clear();
        return zeros;
    }

    /// <summary>The unbroken stretches, and the line over each, reduced.</summary>
    public List<SeriesRun> Runs(PlotScale scale)
    {
        var runs = new List<SeriesRun>(1);
        var values = Top;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                continue;
            var first = i;
            while (i + 1 < values.Length && !double.IsNaN(values[i + 1]))
                i++;
            runs.Add(new(first, i, Curve(values, first, i, scale, CurveReducer.Tolerance)));
        }
        return runs;
    }

    /// <summary>The edge of a tint over a stretch, roughly.</summary>
    public Memory<Vector2> Edge(ReadOnlySpan<double> column, SeriesRun run, PlotScale scale)
    {
        var edge = Curve(column, run.First, run.Last, scale, CurveReducer.TintTolerance);
        return memory.Kept(edge, CurveReducer.Round(edge.Span));
    }

    /// <summary>The points of a column over a stretch, x ascending and inside the plot, without those that nobody would miss.</summary>
    /// <param name="column">The values.</param>
    /// <param name="first">First bucket.</param>
    /// <param name="last">Last bucket.</param>
    /// <param name="scale">Where they are.</param>
    /// <param name="tolerance">How far a point left out may be from the line, in CSS pixels; negative to leave none out.</param>
    public Memory<Vector2> Curve(ReadOnlySpan<double> column, int first, int last, PlotScale scale, float tolerance)
    {
        column = column[first..(last + 1)];
        var taken = memory.Points(column.Length);
        var points = taken.Span;
        var middles = scale.Middles.Span[first..];
        var places = memory.Places(column.Length).Span;
        scale.Y(column, places);
        var count = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var x = first + i == Columns.LastKnown ? scale.Inside(data.MomentOf(Columns, first + i)) : middles[i];
            // Of the buckets that reach over the left edge only the last is drawn, at the edge.
            if (count > 0 && x <= points[count - 1].X)
                count--;
            points[count++] = new(x, places[i]);
        }
        if (tolerance >= 0)
            count = CurveReducer.Reduce(points[..count], tolerance);
        return memory.Kept(taken, count);
    }

    private static (double Lowest, double Highest, int HighestAt) Reach(ReadOnlySpan<double> values)
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
    public Memory<Vector2> Floor(SeriesRun run, PlotScale scale) => floor.IsEmpty
        ? Level(run.Line, scale.Zero)
        : Curve(floor.Span, run.First, run.Last, scale, CurveReducer.Tolerance);

    /// <summary>A level from the first of some points to the last.</summary>
    public Memory<Vector2> Level(ReadOnlyMemory<Vector2> along, float y)
    {
        var level = memory.Points(2);
        (level.Span[0], level.Span[1]) = (new(along.Span[0].X, y), new(along.Span[^1].X, y));
        return level;
    }
}
