using Metrics.Grapher.Data;
using Metrics.Grapher.Language;

namespace Metrics.Grapher.Written;

/// <summary>Puts what a text of the graph language came to on a graph: shapes become series, HRULEs levels, and the rest marks.</summary>
internal sealed class WrittenGraph
{
    private readonly GraphDefinition definition;
    private readonly EvaluatedGraph graph;
    private readonly Buckets buckets;
    private readonly NearestColour colours = new();
    private readonly List<SeriesColumns> columns = [];
    private readonly List<GraphThreshold> thresholds = [];
    private readonly List<VerticalRule> rules = [];
    private readonly List<TickRow> ticks = [];
    private readonly List<LegendPiece> legend = [];
    private double[] sum;
    private LegendBreak alignment = LegendBreak.Left;

    private WrittenGraph(GraphDefinition definition, EvaluatedGraph graph, int mostBuckets)
    {
        (this.definition, this.graph) = (definition, graph);
        buckets = Buckets.For(graph.Range, graph.Elements.OfType<ShapeElement>().Select(e => e.Column).OfType<GraphColumn>(), mostBuckets);
        sum = new double[buckets.Count];
    }

    /// <summary>The graph and its data.</summary>
    /// <param name="definition">The graph that the text makes. Series that it does not have are not drawn.</param>
    /// <param name="graph">What the text came to.</param>
    /// <param name="mostBuckets">Most buckets of time, about: as many as can be seen.</param>
    /// <param name="begins">When data begin, seconds since the epoch; null when that is not known.</param>
    /// <param name="now">The clock, seconds since the epoch.</param>
    /// <param name="isLive">Whether the range ends now.</param>
    public static (GraphDefinition Definition, GraphData Data) Of(
        GraphDefinition definition, EvaluatedGraph graph, int mostBuckets, long? begins, long now, bool isLive)
    {
        var written = new WrittenGraph(definition, graph, mostBuckets);
        written.Take();
        return written.Result(begins, now, isLive);
    }

    private void Take()
    {
        var series = WrittenSeries.PerShape(definition.Program!, colours);
        var shape = 0;
        foreach (var element in graph.Elements)
        {
            switch (element)
            {
                case ShapeElement one:
                    Shape(one, series[shape++]);
                    break;
                case RuleElement rule when rule.IsVertical:
                    if (double.IsFinite(rule.Position))
                        rules.Add(new(rule.Position, rule.Legend.Text.Trim(), colours.Of(rule.Colour)));
                    Say(rule.Legend, colours.Of(rule.Colour), isBar: true);
                    break;
                case RuleElement rule:
                    if (double.IsFinite(rule.Position))
                        thresholds.Add(Level(rule));
                    Say(rule.Legend, colours.Of(rule.Colour), isBar: true);
                    break;
                case TickElement tick:
                    ticks.Add(new(buckets.Marked(tick.Column), colours.Of(tick.Colour), tick.Fraction));
                    Say(tick.Legend, colours.Of(tick.Colour), isBar: true);
                    break;
                case TextElement text:
                    legend.Add(new(text.Text.Text, null, false, text.Text.Break));
                    break;
                case AlignElement align:
                    Align(align.Alignment);
                    break;
            }
        }
    }

    private void Shape(ShapeElement shape, GraphSeries? series)
    {
        var (average, low, high) = (Unknown(), Unknown(), Unknown());
        if (shape.Column is { } rows)
            buckets.Fill(rows, average, low, high);
        else
            foreach (var column in (double[][])[average, low, high])
                Array.Fill(column, shape.Constant);
        var below = shape.Style.IsStacked ? sum : new double[buckets.Count];
        // An unknown value leaves the sum as it was: rrd_graph.c.
        sum = [.. below.Zip(average, (floor, value) => double.IsNaN(value) ? floor : floor + value)];
        if (shape.Style.Colour is { } colour)
            Say(shape.Style.Legend, series?.Colour ?? colours.Of(colour), !shape.Style.IsArea);
        if (series is null || !definition.Series.Any(s => s.Series == series.Series))
            return;
        var drawn = new SeriesColumns(series, average, low, high)
        {
            Base = below,
            StepSeconds = shape.Column?.StepSeconds ?? buckets.Seconds,
        };
        drawn.Measure();
        drawn.Latest = drawn.LastKnown < 0
            ? new(0, double.NaN)
            : new(Math.Min(buckets.EndOf(drawn.LastKnown), graph.Range.EndSeconds), average[drawn.LastKnown]);
        foreach (var value in average)
            if (!double.IsNaN(value))
                (drawn.KnownSeconds, drawn.Integral) = (drawn.KnownSeconds + buckets.Seconds, drawn.Integral + value * buckets.Seconds);
        columns.Add(drawn);
    }

    private GraphThreshold Level(RuleElement rule) =>
        new(rule.Position, rule.Legend.Text.Trim(), ThresholdLevel.Reference) { Colour = colours.Of(rule.Colour) };

    private double[] Unknown()
    {
        var column = new double[buckets.Count];
        Array.Fill(column, double.NaN);
        return column;
    }

    private void Say(LegendText text, SeriesColour colour, bool isBar)
    {
        if (text.Text.Length > 0 || text.Break != LegendBreak.None)
            legend.Add(new(text.Text, text.Text.Trim().Length > 0 ? colour : null, isBar, text.Break));
    }

    /// <summary>Ends the line, so that what follows is aligned otherwise.</summary>
    private void Align(TextAlignment how)
    {
        if (legend.Count > 0 && legend[^1].Break is LegendBreak.None or LegendBreak.Glue)
            legend[^1] = legend[^1] with { Break = alignment };
        alignment = how switch
        {
            TextAlignment.Right => LegendBreak.Right,
            TextAlignment.Center => LegendBreak.Centre,
            TextAlignment.Justified => LegendBreak.Justified,
            _ => LegendBreak.Left,
        };
    }

    private (GraphDefinition, GraphData) Result(long? begins, long now, bool isLive)
    {
        if (legend.Count > 0 && legend[^1].Break is LegendBreak.None or LegendBreak.Glue)
            legend[^1] = legend[^1] with { Break = alignment };
        var first = columns.Select(c => c.FirstKnown).DefaultIfEmpty(buckets.Count).Min();
        var data = new GraphData(graph.Range.StartSeconds, graph.Range.EndSeconds, buckets.First, buckets.Seconds, [.. columns],
            begins ?? (first < buckets.Count ? buckets.EndOf(first) - buckets.Seconds : graph.Range.StartSeconds), now)
        {
            Live = isLive,
            Written = new(graph.Options, [.. rules], [.. ticks], [.. legend], graph.Prints, graph.Table),
        };
        return (definition with { Thresholds = definition.Thresholds.AddRange(thresholds) }, data);
    }
}
