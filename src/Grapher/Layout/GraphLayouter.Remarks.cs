using System.Globalization;
using System.Numerics;
using Metrics.Grapher.Data;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <content>What is said about the values: thresholds, newest and highest values, what was left out, what is missing.</content>
internal sealed partial class GraphLayouter
{
    private const float RingRadius = 3.2f, DotRadius = 2.8f;

    private void Remarks()
    {
        // Lines first: no text is crossed by one.
        FlagLines();
        if (data.Written is { } written)
            Written(written);
        foreach (var threshold in definition.Thresholds)
            if (ScaleChoice.IsNear(threshold, scale.Values))
                Threshold(threshold);
        EndDots();
        foreach (var path in paths)
            if (path.Columns.LeftOut > 0)
                LeftOut(path.Columns);
        Peak();
        foreach (var gap in gaps)
            if (gap.Width >= 28)
                NoData(gap);
        Flags();
        Ribbon();
    }

    private void Threshold(GraphThreshold threshold)
    {
        var (colour, style) = threshold.Level switch
        {
            ThresholdLevel.Warning => (Token.Warning, TextStyle.Warning),
            ThresholdLevel.Critical => (Token.Critical, TextStyle.Critical),
            _ => (Token.Ink2, TextStyle.Reference),
        };
        if (threshold.Colour is { } own)
            colour = own.TokenOf();
        var y = PlotScale.Sharp(scale.Y(threshold.Value));
        marks.Add(new Rule(new(Plot.Left, y), new(Plot.Right, y), colour, RuleStyle.Dashed));
        if (threshold.Label.Length == 0)
            return;
        Label[] places =
        [
            LabelSpace.Make(threshold.Label, Plot.Right - 4, y - 4, Anchor.End, style),
            LabelSpace.Make(threshold.Label, Plot.Left + 4, y - 4, Anchor.Start, style),
            LabelSpace.Make(threshold.Label, Plot.Right - 4, y + 12, Anchor.End, style),
            LabelSpace.Make(threshold.Label, Plot.Left + 4, y + 12, Anchor.Start, style),
        ];
        // The sort is stable: with as few points the earlier place wins.
        foreach (var place in places.OrderBy(p => PointsIn(p.Box)))
            if (Place(place))
                return;
    }

    private void EndDots()
    {
        foreach (var path in paths)
        {
            var last = path.Columns.LastKnown;
            if (path.Stacked || last < 0)
                continue;
            var moment = data.MomentOf(path.Columns, last);
            if (data.End - moment <= 3 * Math.Max(path.Columns.StepSeconds, data.BucketSeconds))
                marks.Add(new Dot(new(Math.Min(scale.X(moment), Plot.Right), scale.Y(path.Top[last])), frame.Bare ? 2.4f : DotRadius,
                    path.Colour));
        }
    }

    /// <summary>A value that cannot be: where it was, how far off, and that it is not in the line.</summary>
    private void LeftOut(SeriesColumns columns)
    {
        var x = scale.X(data.EndOf(columns.FarthestAt) - data.BucketSeconds / 2.0);
        marks.Add(new Rule(new(x, Plot.Top), new(x, Plot.Bottom), Token.Slate, RuleStyle.Broken));
        marks.Add(new Beyond(new(x, Plot.Top - 9)));
        var value = ValueFormat.Format(columns.Farthest, definition.Unit);
        var text = columns.LeftOut == 1 ? $"{value} left out: impossible" : $"{columns.LeftOut} values left out, up to {value}";
        PlaceBeside(x, Plot.Top - 1, 8, (text, TextStyle.Note));
    }

    /// <summary>Ring and value at the highest sample; where the axis stops below it, a triangle at the top edge instead.</summary>
    private void Peak()
    {
        SeriesPath? highest = null;
        var (at, value) = (-1, double.NegativeInfinity);
        foreach (var path in paths)
            if (!path.Stacked && path.Highest > value)
                (highest, at, value) = (path, path.HighestAt, path.Highest);
        if (highest is null || !StandsOut(highest, value))
            return;
        var moment = data.MomentOf(highest.Columns, at);
        var (x, y) = (Math.Clamp(scale.X(moment), Plot.Left, Plot.Right), scale.Y(value));
        marks.Add(clipped ? new Beyond(new(x, Plot.Top - 2)) : new Ring(new(x, y), RingRadius));
        space.Take(new(x - RingRadius - 1, y - RingRadius - 1, x + RingRadius + 1, y + RingRadius + 1));
        PlaceBeside(x, clipped ? Plot.Top + 8 : Math.Max(y, Plot.Top + 2) + (y < Plot.Top + 10 ? 2 : -1), 7,
            (ValueFormat.Format(value, definition.Unit), TextStyle.Peak), (MomentText((long)moment), TextStyle.PeakTime));
    }

    /// <summary>A line without a peak worth a mark: flat, or a few values only.</summary>
    private bool StandsOut(SeriesPath path, double value)
    {
        var (sum, count) = (path.Columns.Sum, path.Columns.Known);
        if (path.Columns.Base is { } below)
            for (var i = 0; i < path.Top.Length; i++)
                sum += double.IsNaN(path.Top[i]) ? 0 : below.Span[i];
        return count >= 12 && (clipped || value - sum / count > 0.06 * (scale.Values.High - scale.Values.Low));
    }

    private string MomentText(long moment) => clock.At(moment).ToString(
        scale.Span.Seconds switch { <= 60 * 3_600 => "HH:mm", <= 92 * 86_400 => "ddd d MMM", _ => "d MMM" }, CultureInfo.InvariantCulture);

    /// <summary>A text of one or two styles to the right of a place, else to its left, else not at all.</summary>
    private void PlaceBeside(float x, float y, float distance, params ReadOnlySpan<(string Text, TextStyle Style)> parts)
    {
        const float gap = 5;
        var width = gap * (parts.Length - 1);
        foreach (var (text, style) in parts)
            width += TextLook.Of(style).Measure(text);
        var (right, otherwise) = (x + distance, x - distance - width);
        // To the right, unless lines are there and none or fewer are on the left.
        if (PointsIn(Place(otherwise)) < PointsIn(Place(right)))
            (right, otherwise) = (otherwise, right);
        foreach (var left in (ReadOnlySpan<float>)[right, otherwise])
        {
            if (left < Plot.Left || left + width > Plot.Right || !space.IsFree(Place(left)))
                continue;
            space.Take(Place(left));
            // What stands left of its place ends there in any font.
            var anchor = left < x ? Anchor.End : Anchor.Start;
            var first = LabelSpace.Make(parts[0].Text, Tenth(left), y, Anchor.Start, parts[0].Style);
            marks.Add(parts.Length == 1
                ? first with { Anchor = anchor }
                : new Phrase(first, LabelSpace.Make(parts[1].Text, first.Box.Right + gap, y, Anchor.Start, parts[1].Style), anchor));
            return;
        }

        Box Place(float left) => new(left, y - 9, left + width, y + 2);
    }

    private void Ribbon()
    {
        var ribbon = Plot with { Top = Plot.Bottom + 3, Bottom = Plot.Bottom + 6 };
        marks.Add(new Fill(ribbon, Token.Grid));
        foreach (var gap in gaps)
            marks.Add(new Fill(ribbon with { Left = gap.Left, Right = Math.Max(gap.Right, gap.Left + 1) }, Token.NoData));
        foreach (var (level, box) in alerts)
            marks.Add(new Fill(ribbon with { Left = box.Left, Right = box.Right },
                level == ThresholdLevel.Critical ? Token.Critical : Token.Warning));
        if (flags.Count == 0)
            foreach (var (seconds, _) in happened)
                marks.Add(new Fill(ribbon with { Left = scale.X(seconds) - 1, Right = scale.X(seconds) + 1 }, Token.Ink3));
    }

    /// <summary>The parts of a line above a warning or critical level, tinted in the warning colour.</summary>
    private void Excess(SeriesPath path, SeriesRun run)
    {
        foreach (var threshold in definition.Thresholds)
        {
            if (threshold.Level == ThresholdLevel.Reference || threshold.IsLowLimit || !ScaleChoice.IsNear(threshold, scale.Values)
                || (threshold.Series is { } only && only != path.Columns.Series.Series))
                continue;
            var level = scale.Y(threshold.Value);
            AboveLevel(path, path.Curve(path.Top, run.First, run.Last, scale, -1).Span, level);
        }
    }

    private void AboveLevel(SeriesPath path, ReadOnlySpan<Vector2> points, float level)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i].Y >= level)
                continue;
            var first = i;
            while (i + 1 < points.Length && points[i + 1].Y < level)
                i++;
            // From where the line passes the level to where it comes back, or as far as it goes.
            var taken = memory.Points(i - first + 3);
            var part = taken.Span;
            var count = 0;
            if (first > 0)
                part[count++] = Crossing(points[first - 1], points[first], level);
            points[first..(i + 1)].CopyTo(part[count..]);
            count += i + 1 - first;
            if (i + 1 < points.Length)
                part[count++] = Crossing(points[i], points[i + 1], level);
            if (count < 2)
                continue;
            var above = memory.Kept(taken, CurveReducer.Round(part[..CurveReducer.Reduce(part[..count])]));
            marks.Add(new Region(above, path.Level(above, level), Token.Warning, Wash.Excess));
        }
    }

    private static Vector2 Crossing(Vector2 from, Vector2 to, float level) =>
        new(from.X + (level - from.Y) / (to.Y - from.Y) * (to.X - from.X), level);

    /// <summary>How many values are under a text. Only the buckets there are looked at.</summary>
    private int PointsIn(Box box)
    {
        var first = Math.Max(0, BucketAt(box.Left) - 1);
        var last = Math.Min(data.Count - 1, BucketAt(box.Right) + 1);
        var count = 0;
        foreach (var path in paths)
        {
            for (var i = first; i <= last; i++)
            {
                var (x, y) = (scale.X(data.MomentOf(path.Columns, i)), scale.Y(path.Top[i]));
                if (!double.IsNaN(path.Top[i]) && x >= box.Left && x <= box.Right && y >= box.Top && y <= box.Bottom)
                    count++;
            }
        }
        return count;
    }

    private int BucketAt(float x) =>
        (int)Math.Clamp(Math.Floor((data.Start
            + (x - Plot.Left) * scale.Span.Seconds / Plot.Width - data.FirstBucket) / data.BucketSeconds), -1, data.Count);
}
