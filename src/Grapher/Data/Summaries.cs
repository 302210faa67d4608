using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Metrics.Grapher.Axes;

namespace Metrics.Grapher.Data;

/// <summary>Makes the numbers and the sentence of a graph.</summary>
internal static class Summaries
{
    /// <summary>Numbers and sentence of a graph.</summary>
    public static GraphSummary Of(GraphDefinition definition, GraphRange range, GraphData data, LocalClock clock)
    {
        var series = data.Series.Select(s => Of(s, data, definition.Unit)).ToImmutableArray();
        var newest = data.Newest;
        return new GraphSummary(Sentence(definition, range, series, data, newest, clock), series, newest)
        {
            Fact = Fact(definition, series, data, clock),
            Stale = data.Stale,
        };
    }

    private static string Fact(GraphDefinition definition, ImmutableArray<SeriesSummary> series, GraphData data, LocalClock clock)
    {
        var unit = definition.Unit;
        var known = series.Where(s => !double.IsNaN(s.Now)).ToArray();
        if (known.Length == 0)
            return "";
        return definition.Fact switch
        {
            GraphFact.Average => $"average {Lower(known[^1].Series.Label)} {ValueFormat.Format(known[^1].Average, unit)}",
            GraphFact.Highest => $"highest {ValueFormat.Format(known[0].Highest, unit)} at {Moment(known[0].HighestAt, data, clock)}",
            GraphFact.AverageOfStack =>
                $"average {ValueFormat.Format(Limited(known.Where(s => s.Series.Shape == SeriesShape.Stack).Sum(s => s.Average), definition), unit)}",
            GraphFact.HighestNow when known.MaxBy(s => s.Now) is { } top => $"highest {top.Series.Label}, {ValueFormat.Format(top.Now, unit)}",
            GraphFact.PartOfWhole when definition.Thresholds.FirstOrDefault(t => t.Level == ThresholdLevel.Reference) is { } whole =>
                $"{ValueFormat.Format(known[0].Now, unit)} {Lower(known[0].Series.Label)} of {ValueFormat.Format(whole.Value, unit)}",
            _ => "",
        };
    }

    /// <summary>Rounded parts may sum up to a little more than there can be.</summary>
    private static double Limited(double sum, GraphDefinition definition) => sum > definition.Maximum ? definition.Maximum : sum;

    private static string Lower(string label) => label.Length > 1 && char.IsLower(label[1]) ? char.ToLowerInvariant(label[0]) + label[1..] : label;

    private static SeriesSummary Of(SeriesColumns columns, GraphData data, GraphUnit unit)
    {
        var (lowest, highest, highestAt) = (double.NaN, double.NaN, -1);
        var averages = new List<double>(columns.Average.Length);
        for (var i = 0; i < columns.Average.Length; i++)
        {
            if (double.IsNaN(columns.Average[i]))
                continue;
            averages.Add(columns.Average[i]);
            lowest = double.IsNaN(lowest) ? columns.Low[i] : Math.Min(lowest, columns.Low[i]);
            if (!(columns.High[i] <= highest))
                (highest, highestAt) = (columns.High[i], i);
        }
        var total = ValueFormat.TotalUnit(unit) is null || columns.KnownSeconds == 0 ? double.NaN
            : unit == GraphUnit.BitsPerSecond ? columns.Integral / 8 : columns.Integral;
        return new(
            columns.Series, columns.Latest.Value, columns.KnownSeconds > 0 ? columns.Integral / columns.KnownSeconds : double.NaN,
            lowest, highest, highestAt < 0 ? 0 : (long)data.MomentOf(columns, highestAt), Percentile95(averages), total);
    }

    /// <summary>The value that 95 % of the averages do not pass: the highest twentieth is dropped, as providers bill.</summary>
    private static double Percentile95(List<double> averages)
    {
        if (averages.Count == 0)
            return double.NaN;
        averages.Sort();
        return averages[(int)Math.Ceiling(0.95 * averages.Count) - 1];
    }

    private static string Sentence(
        GraphDefinition definition, GraphRange range, ImmutableArray<SeriesSummary> series, GraphData data, long newest, LocalClock clock)
    {
        var text = new StringBuilder($"{definition.Title}, {SpanText(range, data.End - data.Start)}.");
        foreach (var one in series)
        {
            if (double.IsNaN(one.Highest))
                continue;
            var name = series.Length > 1 ? one.Series.Label + " now" : "Now";
            var like = double.IsNaN(one.Now) ? one.Highest : one.Now;
            text.Append($" {name} {ValueFormat.Format(one.Now, definition.Unit)}, average {ValueFormat.Like(one.Average, definition.Unit, like)}, ")
                .Append($"highest {ValueFormat.Like(one.Highest, definition.Unit, like)} at {Moment(one.HighestAt, data, clock)}.");
        }
        if (newest == 0)
            text.Append(" No data yet.");
        else if (data.Stale)
            text.Append($" No data since {Moment(newest, data, clock)}.");
        if (!definition.Sparse)
            AppendGaps(text, data, clock);
        Happenings.Append(text, definition, data, moment => Moment(moment, data, clock));
        return text.ToString();
    }

    /// <summary>The longest gaps, at most three, in order.</summary>
    private static void AppendGaps(StringBuilder text, GraphData data, LocalClock clock)
    {
        var gaps = new List<(long From, long To)>();
        long? last = null;
        for (var i = 0; i < data.Count; i++)
        {
            var known = false;
            foreach (var series in data.Series)
                known |= !double.IsNaN(series.Average[i]);
            if (!known)
                continue;
            if (last < data.EndOf(i) - data.BucketSeconds)
                gaps.Add((last.Value, data.EndOf(i) - data.BucketSeconds));
            last = data.EndOf(i);
        }
        foreach (var (from, to) in gaps.OrderByDescending(g => g.To - g.From).Take(3).OrderBy(g => g.From))
            text.Append($" No data {Moment(from, data, clock)} to {Moment(to, data, clock)}.");
    }

    private static string SpanText(GraphRange range, long seconds)
    {
        var number = (long n, string unit) => n == 1 ? $"1 {unit}" : $"{n} {unit}s";
        var span = seconds switch
        {
            < 120 => number(seconds, "second"),
            < 7_200 => number((seconds + 30) / 60, "minute"),
            < 172_800 => number((seconds + 1_800) / 3_600, "hour"),
            _ => number((seconds + 43_200) / 86_400, "day"),
        };
        return range.End is null ? "last " + span : span;
    }

    private static string Moment(long moment, GraphData data, LocalClock clock) => clock.At(moment).ToString(
        data.End - data.Start <= 86_400 ? "HH:mm" : data.End - data.Start <= 60 * 3_600 ? "ddd HH:mm" : "d MMM HH:mm", CultureInfo.InvariantCulture);
}
