using Metrics.Grapher.Axes;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <summary>Lays a bandwidth bar out, by its height: bars alone, bars with name and value in a card of their own, or with scale and
/// marks.</summary>
internal sealed class BandwidthLayouter
{
    private const int CardBelow = 100, BareBelow = 40, NarrowBelow = 500, TwoRowsBelow = 800, NoteHeight = 16;

    private readonly BandwidthBar bar;
    private readonly PictureOptions options;
    private readonly List<Mark> marks = [];

    private BandwidthLayouter(BandwidthBar bar, PictureOptions options) => (this.bar, this.options) = (bar, options);

    /// <summary>The layout of a bandwidth bar.</summary>
    public static GraphLayout Lay(BandwidthBar bar, PictureOptions options)
    {
        var layouter = new BandwidthLayouter(bar, options);
        var card = options.Height < CardBelow;
        if (card)
            layouter.Card();
        else
            layouter.Large();
        return new(options.Width, options.Height, new(0, 0, options.Width, options.Height), layouter.marks) { HasGround = !card };
    }

    /// <summary>A card with a border; where it is too low for text, the bars alone.</summary>
    private void Card()
    {
        var (width, height) = (options.Width, options.Height);
        marks.Add(new Tile(new(0, 0, width, height), Token.Line, 6.5f));
        marks.Add(new Tile(new(1, 1, width - 1, height - 1), Token.Card, 5.5f));
        var bare = height < BareBelow;
        var (margin, gap) = bare ? (4f, 2f) : (11f, 8f);
        var (segment, between) = (6f, bare ? 1f : 2f);
        var lane = MathF.Floor((height - 2 * margin - gap * (bar.Lanes.Length - 1)) / bar.Lanes.Length);
        var (left, right) = bare ? (8f, width - 8f) : (MathF.Ceiling(Names()) + 24, width - Values() - 36f);
        right = EndOf(left, right, segment, between);
        for (var i = 0; i < bar.Lanes.Length; i++)
        {
            var top = margin + i * (lane + gap);
            Track(bar.Lanes[i], new(left, top, right, top + lane), segment, between, marked: false);
            if (bare)
                continue;
            var baseline = MathF.Round(top + lane / 2 + 4.3f);
            marks.Add(LabelSpace.Make(NameOf(bar.Lanes[i]), 12, baseline, Anchor.Start, TextStyle.Legend));
            marks.Add(LabelSpace.Make(ValueOf(bar.Lanes[i]), width - 12, baseline, Anchor.End, TextStyle.LegendValue));
        }
    }

    /// <summary>With the scale under the bars, and what the marks mean.</summary>
    private void Large()
    {
        const float gap = 6, margin = 12, segment = 8, between = 2;
        var foot = options.Width < TwoRowsBelow ? 52f + NoteHeight : 52;
        var names = bar.Lanes.Max(l => TextLook.Of(TextStyle.Legend).Measure(l.Label));
        var values = bar.Lanes.Max(l => TextLook.Of(TextStyle.Title).Measure(ValueOf(l)));
        var left = margin + MathF.Ceiling(names) + 16;
        var right = EndOf(left, options.Width - margin - values - 20, segment, between);
        var lane = MathF.Floor((options.Height - margin - foot - gap * (bar.Lanes.Length - 1)) / bar.Lanes.Length);
        for (var i = 0; i < bar.Lanes.Length; i++)
        {
            var top = margin + i * (lane + gap);
            Track(bar.Lanes[i], new(left, top, right, top + lane), segment, between, marked: true);
            var baseline = MathF.Round(top + lane / 2 + 4.5f);
            marks.Add(LabelSpace.Make(bar.Lanes[i].Label, margin, baseline, Anchor.Start, TextStyle.Legend));
            marks.Add(LabelSpace.Make(ValueOf(bar.Lanes[i]), options.Width - margin, baseline, Anchor.End, TextStyle.Title));
        }
        Scale(left, right, options.Height - foot + 15);
        Notes(margin, options.Width - margin, options.Height - 11);
    }

    /// <summary>The right end of a track of whole segments, each on whole pixels.</summary>
    private static float EndOf(float left, float right, float segment, float gap) =>
        left + Math.Max(1, (int)((right - left + gap) / (segment + gap))) * (segment + gap) - gap;

    private void Track(BandwidthLane lane, Box box, float segment, float gap, bool marked)
    {
        if (double.IsNaN(lane.Now))
        {
            marks.Add(new Hatch(box));
            return;
        }
        var end = box.Left + box.Width * Share(lane.Now);
        var colour = lane.Colour.TokenOf();
        for (var x = box.Left; x < box.Right; x += segment + gap)
        {
            var cell = box with { Left = x, Right = x + segment };
            // The segment that the value ends in is filled up to there: the bar is exact.
            if (end < cell.Right)
                marks.Add(new Tile(cell, Token.Track, 1));
            if (end > x)
                marks.Add(new Tile(cell with { Right = Math.Min(cell.Right, end) }, colour, 1));
        }
        if (!marked)
            return;
        Tick(lane.Highest, colour);
        Tick(lane.Percentile95, Token.Ink);

        void Tick(double value, Token token)
        {
            const float halfWidth = 1.5f;
            if (double.IsNaN(value))
                return;
            var x = PlotScale.Sharp(Math.Clamp(box.Left + box.Width * Share(value), box.Left + halfWidth, box.Right - halfWidth));
            // A rim in the colour of the ground parts the mark from the segments.
            marks.Add(new Fill(box with { Left = x - halfWidth - 1, Right = x + halfWidth + 1 }, Token.Card));
            marks.Add(new Fill(box with { Left = x - halfWidth, Right = x + halfWidth }, token));
        }
    }

    /// <summary>The values at the quarters of the bar; only at its half where they would touch.</summary>
    private void Scale(float left, float right, float y)
    {
        const int parts = 4;
        // Another font may be an eighth wider.
        const float room = 9;
        var quarters = Labels(1);
        var apart = quarters.Zip(quarters.Skip(1), (one, next) => next.Box.Left - one.Box.Right).Min();
        marks.AddRange(apart >= room ? quarters : Labels(2));

        List<Label> Labels(int step)
        {
            var full = UnitPrefix.For(bar.Full, GraphUnit.BitsPerSecond);
            var below = UnitPrefix.For(bar.Full * (parts - step) / parts, GraphUnit.BitsPerSecond);
            var labels = new List<Label>();
            for (var i = 0; i <= parts; i += step)
            {
                var prefix = i == parts ? full : below;
                var number = ValueFormat.Plain(bar.Full * i / parts / prefix.Divisor);
                var text = i >= parts - step && i > 0 ? $"{number}\u00A0{prefix.Symbol}" : number;
                labels.Add(LabelSpace.Make(text, left + (right - left) * i / parts, y,
                    i == 0 ? Anchor.Start : i == parts ? Anchor.End : Anchor.Middle, TextStyle.AxisTime));
            }
            return labels;
        }
    }

    /// <summary>What the marks mean, as far as there is room; in two rows where there is little.</summary>
    private void Notes(float left, float right, float bottom)
    {
        var (isNarrow, hasTwoRows) = (options.Width < NarrowBelow, options.Width < TwoRowsBelow);
        var (x, y) = (left, hasTwoRows ? bottom - NoteHeight : bottom);
        Note(isNarrow ? "highest, 1 min" : "highest in the last minute", lane => lane.Highest, lane => lane.Colour.TokenOf());
        if (hasTwoRows)
            (x, y) = (left, bottom);
        Note(isNarrow ? "95th percentile" : "95th percentile, 30 days", lane => lane.Percentile95, _ => Token.Ink);

        void Note(string what, Func<BandwidthLane, double> valueOf, Func<BandwidthLane, Token> colourOf)
        {
            if (!bar.Lanes.Any(l => !double.IsNaN(valueOf(l))))
                return;
            foreach (var lane in bar.Lanes)
            {
                if (double.IsNaN(valueOf(lane)))
                    continue;
                var name = LabelSpace.Make(what.Length > 0 ? $"{what}, {lane.Label.ToLowerInvariant()}" : lane.Label.ToLowerInvariant(),
                    x + 9, y, Anchor.Start, TextStyle.Legend);
                var value = LabelSpace.Make(ValueFormat.Format(valueOf(lane), GraphUnit.BitsPerSecond), name.Box.Right + 5, y,
                    Anchor.Start, TextStyle.LegendValue);
                if (value.Box.Right > right)
                    return;
                marks.Add(new Tile(new(x, y - 10, x + 3, y + 2), colourOf(lane), 1));
                marks.Add(new Phrase(name, value, Anchor.Start));
                // Another font may be an eighth wider.
                (x, what) = (value.Box.Right + 12 + (value.Box.Right - x) / 8, "");
            }
            x += 10;
        }
    }

    private float Names() => bar.Lanes.Max(l => TextLook.Of(TextStyle.Legend).Measure(NameOf(l)));

    private float Values() => bar.Lanes.Max(l => TextLook.Of(TextStyle.LegendValue).Measure(ValueOf(l)));

    private string NameOf(BandwidthLane lane) => $"{bar.Interface} {lane.Label.ToLowerInvariant()}";

    private static string ValueOf(BandwidthLane lane) => ValueFormat.Format(lane.Now, GraphUnit.BitsPerSecond);

    private float Share(double value) => (float)Math.Clamp(value / bar.Full, 0, 1);
}
