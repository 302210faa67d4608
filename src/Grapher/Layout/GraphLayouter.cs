using Metrics.Grapher.Axes;
using Metrics.Grapher.Data;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>Lays a graph out: data and definition become marks in drawing order. One object, one graph.</summary>
internal sealed partial class GraphLayouter
{
    private readonly GraphDefinition definition;
    private readonly GraphData data;
    private readonly PictureOptions options;
    private readonly LocalClock clock;
    private readonly List<Mark> marks;
    private readonly Workspace memory;
    private readonly SeriesPath[] paths;
    private readonly PlotFrame frame;
    private readonly RightAxis? rightAxis;
    private readonly PlotScale scale;
    private readonly bool clipped, hasTitle, hasData;
    private readonly float[] flagPlaces;
    private readonly string[] labels;
    private readonly LabelSpace space;
    private readonly List<Box> gaps;
    private readonly List<(long Seconds, string Text)> happened, flags;
    private readonly List<(ThresholdLevel Level, Box Box)> alerts;

    private GraphLayouter(
        GraphDefinition definition, GraphData data, PictureOptions options, LocalClock clock, ReadOnlySpan<GraphData> compared,
        Workspace memory)
    {
        (this.definition, this.data, this.options, this.clock) = (definition, data, options, clock);
        (this.memory, marks) = (memory, memory.Marks);
        paths = SeriesPath.Of(data, memory);
        hasData = Array.Exists(paths, p => p.Columns.LastKnown >= 0);
        var bare = PlotFrame.IsBare(options.Height) || data.Written?.Options.OnlyGraph == true;
        happened = bare ? [] : EventList.Of(definition, data);
        flags = happened.Count <= EventList.MostFlags && FlagsFit(happened.Count, options.Width) ? happened : [];
        var legend = options.Legend && !bare ? GraphLegend.Of(definition, data, flags, options.Width, clock) : null;
        // Where it is tight, the plot comes first, then the title, then the legend.
        var head = flags.Count > 0 && PlotFrame.HasRoom(options.Height, PlotFrame.FlagHeight) ? PlotFrame.FlagHeight : 0;
        hasTitle = options.Title && PlotFrame.HasRoom(options.Height, head + PlotFrame.TitleHeight);
        head += hasTitle ? PlotFrame.TitleHeight : 0;
        if (legend is { Height: 0 })
            legend = null;
        if (legend is not null && !PlotFrame.HasRoom(options.Height, head + legend.Height))
            legend = null;
        (var values, clipped) = ScaleChoice.Of(definition, paths, options.Height, bare, options.FullScale, PathsOf(compared));
        labels = bare ? [] : LabelsOf(values);
        var widest = 0f;
        foreach (var label in labels)
            widest = Math.Max(widest, TextLook.Of(TextStyle.AxisValue).Measure(label));
        rightAxis = bare ? null : RightAxis.Of(data.Written?.Options, values);
        frame = PlotFrame.For(options.Width, options.Height, widest, head, legend?.Height ?? 0, bare, rightAxis?.Width);
        scale = PlotScale.Of(frame.Plot, values, data, memory);
        space = new(new(0, 0, options.Width, frame.Plot.Bottom));
        gaps = FindGaps();
        alerts = bare ? [] : FindAlerts();
        flagPlaces = PlaceFlags(hasData ? TextLook.Of(TextStyle.Unit).Measure(values.Prefix.Symbol) : 0);
        if (!bare)
            Axes();
        Values();
        if (bare)
            EndDots();
        else
            Remarks();
        if (legend is not null)
            legend.AddTo(marks, frame.Plot.Left, options.Height - legend.Height);
    }

    /// <summary>The layout of a graph.</summary>
    /// <param name="definition">What is shown.</param>
    /// <param name="data">Its values.</param>
    /// <param name="options">Size, title and legend.</param>
    /// <param name="clock">The clock whose hours and days the axis shows.</param>
    /// <param name="compared">The same graph over other times, whose values the value axis reaches too.</param>
    /// <param name="memory">Holds points and marks.</param>
    public static GraphLayout Lay(
        GraphDefinition definition, GraphData data, PictureOptions options, LocalClock clock, ReadOnlySpan<GraphData> compared,
        Workspace memory)
    {
        var layouter = new GraphLayouter(definition, data, options, clock, compared, memory);
        return new(options.Width, options.Height, layouter.frame.Plot, layouter.marks);
    }

    private Box Plot => frame.Plot;

    private SeriesPath[][] PathsOf(ReadOnlySpan<GraphData> compared)
    {
        var all = new SeriesPath[compared.Length][];
        for (var i = 0; i < all.Length; i++)
            all[i] = SeriesPath.Of(compared[i], memory);
        return all;
    }

    private void Axes()
    {
        var time = memory.Time.Lay(clock, scale.Span);
        if (hasTitle)
            marks.Add(LabelSpace.Make(definition.Title, frame.Narrow ? 6 : 10, 19, Anchor.Start, TextStyle.Title));
        foreach (var (left, right) in time.Weekends)
            marks.Add(new Fill(Plot with { Left = Tenth(left), Right = Tenth(right) }, Token.Weekend));
        AlertTints();
        for (var i = 0; i <= scale.Values.Steps; i++)
        {
            var y = PlotScale.Sharp(scale.Y(scale.Values.Tick(i)));
            // The zero line carries the areas, so it is stronger; an axis that begins elsewhere has none.
            var zero = !scale.Values.IsLogarithmic && Math.Abs(scale.Values.Tick(i)) < scale.Values.Step / 1000;
            if (zero || data.Written?.Options is not ({ NoGrid: true } or { NoValueGrid: true }))
                marks.Add(new Rule(new(Plot.Left, y), new(Plot.Right, y), zero ? Token.Line : Token.Grid, RuleStyle.Hairline));
            if (!hasData || labels[i].Length == 0)
                continue;
            marks.Add(LabelSpace.Make(labels[i], Plot.Left - 8, y + 3.5f, Anchor.End, TextStyle.AxisValue));
            if (rightAxis is not null)
                marks.Add(LabelSpace.Make(rightAxis.Labels[i], Plot.Right + 8, y + 3.5f, Anchor.Start, TextStyle.AxisValue));
        }
        if (hasData && AxisTitle() is { Length: > 0 } title)
            Place(LabelSpace.Make(title, Plot.Left, Plot.Top - 5, Anchor.Start, TextStyle.Unit));
        if (hasData && rightAxis is { Title.Length: > 0 })
            Place(LabelSpace.Make(rightAxis.Title, Plot.Right, Plot.Top - 5, Anchor.End, TextStyle.Unit));
        if (data.Written?.Options.NoTimeGrid != true)
            Times(time);
        foreach (var gap in gaps)
            marks.Add(new Hatch(gap));
        foreach (var (x, text) in time.Changes)
        {
            marks.Add(new Rule(new(PlotScale.Sharp(x), Plot.Top), new(PlotScale.Sharp(x), Plot.Top + 11), Token.Ink3, RuleStyle.Hairline));
            Place(LabelSpace.Make(text, x + 4, Plot.Top + 9, Anchor.Start, TextStyle.Note));
        }
    }

    private void Times(TimeAxis time)
    {
        foreach (var line in time.Lines)
        {
            var x = PlotScale.Sharp(line);
            marks.Add(new Rule(new(x, Plot.Top), new(x, Plot.Bottom), Token.Line, RuleStyle.Dotted));
        }
        foreach (var label in time.Labels)
            marks.Add(LabelSpace.Make(
                label.Text, Tenth(label.X), Plot.Bottom + 21, Anchor.Middle, label.Strong ? TextStyle.AxisDate : TextStyle.AxisTime));
    }

    /// <summary>What stands above the value axis: its unit, or what a text of the graph language calls it.</summary>
    private string AxisTitle()
    {
        if (data.Written?.Options is { NoValueGrid: true } or { LeftAxisFormat.Length: > 0 })
            return data.Written.Options.VerticalLabel;
        var symbol = scale.Values.Prefix.Symbol;
        return definition.Unit == GraphUnit.Count && data.Written?.Options.VerticalLabel is { Length: > 0 } label
            ? $"{symbol} {label}".TrimStart()
            : symbol;
    }

    private void Values()
    {
        var runs = Array.ConvertAll(paths, path => path.Runs(scale));
        // A line must be seen on a stack as well: what is under one is no stronger than an area.
        var layer = Array.TrueForAll(paths, p => p.Stacked) ? Wash.Stack : Wash.Area;
        for (var i = 0; i < paths.Length; i++)
            if (paths[i].Banded)
                foreach (var run in runs[i])
                    Band(paths[i], run);
        for (var i = 0; i < paths.Length; i++)
            if (paths[i].Columns.Series.Shape == SeriesShape.Area)
                foreach (var run in runs[i])
                    Area(paths[i], run, Wash.Area);
        for (var i = 0; i < paths.Length; i++)
        {
            foreach (var run in runs[i])
            {
                if (paths[i].Stacked)
                    Area(paths[i], run, layer);
                else
                    Excess(paths[i], run);
                Line(paths[i], run);
            }
        }
    }

    private void Band(SeriesPath path, SeriesRun run)
    {
        if (run.Line.Length < 2)
            return;
        var upper = path.Edge(path.Columns.High, run, scale);
        var lower = path.Edge(path.Columns.Low, run, scale);
        marks.Add(new Region(upper, lower, path.Colour, Wash.Band));
    }

    private void Area(SeriesPath path, SeriesRun run, Wash wash)
    {
        if (run.Line.Length > 1)
            marks.Add(new Region(run.Line, path.Floor(run, scale), path.Colour, wash));
    }

    private void Line(SeriesPath path, SeriesRun run)
    {
        if (run.Line.Length == 1)
            marks.Add(new Dot(run.Line.Span[0], 2, path.Colour));
        else
            foreach (var piece in Dashes.Cut(run.Line, path.Columns.Series.Dashes))
                marks.Add(new Curve(piece, path.Colour, WidthOf(path)));
    }

    /// <summary>Lines thinner than ours are drawn as ours: that is what a line of one pixel in a text means.</summary>
    private static float WidthOf(SeriesPath path)
    {
        const float line = 1.7f, layer = 1.3f;
        return path.Stacked ? layer : Math.Max(line, (float)(path.Columns.Series.LineWidth ?? line));
    }

    private bool Place(Label label)
    {
        if (!space.TryPlace(label))
            return false;
        marks.Add(label);
        return true;
    }

    private static float Tenth(float place) => MathF.Round(place * 10) / 10;
}
