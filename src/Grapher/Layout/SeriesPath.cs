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
    }

    /// <summary>The values.</summary>
    public SeriesColumns Columns { get; }

    /// <summary>The line: the mean, for a layer of a stack on top of the layers below.</summary>
    public double[] Top { get; }

    /// <summary>Whether it is a layer of a stack.</summary>
    public bool Stacked => Columns.Series.Shape == SeriesShape.Stack;

    /// <summary>Whether the low-high tint is drawn.</summary>
    public bool Banded => Columns.RolledUp && !Stacked;

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

    /// <summary>The unbroken stretches, as first and last bucket, that are at least partly on the graph.</summary>
    public IEnumerable<(int First, int Last)> Runs()
    {
        for (var i = 0; i < Top.Length; i++)
        {
            if (double.IsNaN(Top[i]))
                continue;
            var first = i;
            while (i + 1 < Top.Length && !double.IsNaN(Top[i + 1]))
                i++;
            yield return (first, i);
        }
    }

    /// <summary>The points of a column over a stretch, x ascending and inside the plot.</summary>
    public Vector2[] Points(double[] column, (int First, int Last) run, PlotScale scale)
    {
        var points = new List<Vector2>(run.Last - run.First + 1);
        for (var i = run.First; i <= run.Last; i++)
        {
            var x = Math.Clamp(scale.X(data.MomentOf(Columns, i)), scale.Plot.Left, scale.Plot.Right);
            var point = new Vector2(x, scale.Y(column[i]));
            // Of the buckets that reach over the left edge only the last is drawn, at the edge.
            if (points.Count > 0 && point.X <= points[^1].X)
                points[^1] = point;
            else
                points.Add(point);
        }
        return [.. points];
    }

    /// <summary>What the layer or area stands on: zero, or the layers below.</summary>
    public Vector2[] Floor((int First, int Last) run, PlotScale scale, Vector2[] top) => floor.Length > 0
        ? Points(floor, run, scale)
        : [new(top[0].X, scale.Zero), new(top[^1].X, scale.Zero)];
}
