using Metrics.Grapher.Axes;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>Lays bars out: one column per day or month, layers on each other, weekends tinted.</summary>
internal sealed class BarLayouter
{
    /// <summary>Share of a column that is left free, and the line between layers.</summary>
    private const float Gap = 0.28f, Between = 0.8f;

    private readonly BarChart chart;
    private readonly List<Mark> marks = [];
    private readonly PlotFrame frame;
    private readonly PlotScale scale;
    private readonly float pitch;

    private BarLayouter(BarChart chart, PictureOptions options)
    {
        this.chart = chart;
        var bare = PlotFrame.IsBare(options.Height);
        var head = !bare && options.Title && PlotFrame.HasRoom(options.Height, PlotFrame.TitleHeight) ? PlotFrame.TitleHeight : 0;
        var legend = !bare && options.Legend ? Legend(options.Width) : null;
        if (legend is not null && !PlotFrame.HasRoom(options.Height, head + legend.Height))
            legend = null;
        var highest = Enumerable.Range(0, chart.Count).Select(chart.SumOf).Where(s => !double.IsNaN(s)).DefaultIfEmpty(double.NaN).Max();
        var values = ValueScale.For(0, highest, chart.Unit, true, options.Height - head - (legend?.Height ?? 0) < 150 ? 3 : 5);
        var widest = bare ? 0 : Enumerable.Range(0, values.Steps + 1).Max(i => TextLook.Of(TextStyle.AxisValue).Measure(values.Label(i)));
        frame = PlotFrame.For(options.Width, options.Height, widest, head, legend?.Height ?? 0, bare);
        scale = new(frame.Plot, new(0, chart.Count, frame.Plot.Left, frame.Plot.Right), values);
        pitch = frame.Plot.Width / chart.Count;
        if (head > 0)
            marks.Add(LabelSpace.Make(chart.Title, frame.Narrow ? 6 : 10, 19, Anchor.Start, TextStyle.Title));
        if (!bare)
            Axes(options.Width);
        for (var bar = 0; bar < chart.Count; bar++)
            Bar(bar);
        if (legend is not null)
            legend.AddTo(marks, frame.Plot.Left, options.Height - legend.Height);
    }

    private Box Plot => frame.Plot;

    /// <summary>The layout of a chart.</summary>
    public static GraphLayout Lay(BarChart chart, PictureOptions options)
    {
        var layouter = new BarLayouter(chart, options);
        return new(options.Width, options.Height, layouter.Plot, layouter.marks);
    }

    private LegendRows Legend(int width)
    {
        var legend = new LegendRows(width);
        foreach (var layer in chart.Layers)
            legend.Add(layer.Label, ValueFormat.Format(BarChart.Total(layer), chart.Unit), Colours.TokenOf(layer.Colour), line: false);
        return legend;
    }

    private void Axes(float width)
    {
        for (var bar = 0; bar < chart.Count; bar++)
            if (IsWeekend(bar))
            {
                // Saturday and Sunday are one tint: two would show a seam where they meet.
                var last = bar + 1 < chart.Count && IsWeekend(bar + 1) ? bar + 1 : bar;
                marks.Add(new Fill(Plot with { Left = Edge(bar), Right = Edge(last + 1) }, Token.Weekend));
                bar = last;
            }
        for (var i = 0; i <= scale.Values.Steps; i++)
        {
            var y = PlotScale.Sharp(scale.Y(scale.Values.Tick(i)));
            marks.Add(new Rule(new(Plot.Left, y), new(Plot.Right, y), i == 0 ? Token.Line : Token.Grid, RuleStyle.Hairline));
            marks.Add(LabelSpace.Make(scale.Values.Label(i), Plot.Left - 8, y + 3.5f, Anchor.End, TextStyle.AxisValue));
        }
        // "k requests": the labels are of that prefix.
        var unit = $"{scale.Values.Prefix.Symbol} {chart.Counted}".Trim();
        marks.Add(LabelSpace.Make($"{unit} per {chart.PeriodName}".TrimStart(), Plot.Left, Plot.Top - 5, Anchor.Start, TextStyle.Unit));
        Dates(width);
    }

    /// <summary>Mondays, or days or months at a distance at which their labels do not touch.</summary>
    private void Dates(float width)
    {
        const float room = 50;
        var space = new LabelSpace(new(0, 0, width, float.MaxValue));
        var mondays = chart.Period == BarPeriod.Day && chart.Count > 14;
        var every = Math.Max(1, (int)MathF.Ceiling(room / pitch));
        for (var bar = 0; bar < chart.Count; bar++)
        {
            var date = chart.DateOf(bar);
            if (mondays ? date.DayOfWeek != DayOfWeek.Monday : bar % every != (chart.Count > every ? 1 % every : 0))
                continue;
            var text = chart.TimeOf(bar, chart.Period == BarPeriod.Day ? "d MMM" : date.Month == 1 ? "MMM yyyy" : "MMM");
            var label = LabelSpace.Make(text, Edge(bar) + pitch / 2, Plot.Bottom + 17, Anchor.Middle, TextStyle.AxisTime);
            if (space.IsFree(label.Box with { Left = label.Box.Left - 6 }) && space.TryPlace(label))
                marks.Add(label);
        }
    }

    private void Bar(int bar)
    {
        // The same whole width for all, so that no bar looks wider than its neighbour.
        var width = pitch >= 4 ? MathF.Round(pitch * (1 - Gap)) : pitch * (1 - Gap);
        var left = pitch >= 4 ? MathF.Round(Edge(bar) + (pitch - width) / 2) : Edge(bar) + (pitch - width) / 2;
        if (double.IsNaN(chart.SumOf(bar)))
        {
            marks.Add(new Hatch(Plot with { Left = Edge(bar), Right = Edge(bar + 1) }));
            return;
        }
        var (sum, bottom) = (0.0, scale.Zero);
        foreach (var layer in chart.Layers)
        {
            if (!(layer.Values[bar] > 0))
                continue;
            sum += layer.Values[bar];
            var top = scale.Y(sum);
            var from = bottom < scale.Zero ? bottom - Between : bottom;
            // A layer thinner than the line above the one before is still seen.
            if (bottom > top)
                marks.Add(new Tile(new(left, top, left + width, Math.Max(from, top + 0.4f)), Colours.TokenOf(layer.Colour), 0)
                {
                    Hint = $"{chart.TimeOf(bar, "ddd d MMM")}, {layer.Label} {ValueFormat.Format(layer.Values[bar], chart.Unit)}",
                });
            bottom = top;
        }
    }

    private bool IsWeekend(int bar) =>
        chart.Period == BarPeriod.Day && chart.DateOf(bar).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private float Edge(int bar) => MathF.Round((Plot.Left + bar * pitch) * 10) / 10;
}
