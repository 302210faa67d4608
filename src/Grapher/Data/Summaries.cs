using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Metrics.Grapher.Axes;

namespace Metrics.Grapher.Data;

/// <summary>Makes the numbers and the sentence of a graph.</summary>
internal static class Summaries
{
    /// <summary>Numbers and sentence of a graph.</summary>
    public static GraphSummary Of(GraphDefinition definition, GraphRange range, GraphData data, LocalClock clock, Workspace memory)
    {
        var series = data.Series.Select(s => Of(s, data, definition.Unit)).ToImmutableArray();
        return new GraphSummary(Sentence(definition, range, data, clock, memory), series, data.Newest)
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
            GraphFact.HighestNow when known.MaxBy(s => s.Now) is { } top =>
                $"highest {top.Series.Label}, {ValueFormat.Format(top.Now, unit)}",
            GraphFact.PartOfWhole when definition.Thresholds.FirstOrDefault(t => t.Level == ThresholdLevel.Reference) is { } whole =>
                $"{ValueFormat.Format(known[0].Now, unit)} {Lower(known[0].Series.Label)} of {ValueFormat.Format(whole.Value, unit)}",
            _ => "",
        };
    }

    /// <summary>Rounded parts may sum up to a little more than there can be.</summary>
    private static double Limited(double sum, GraphDefinition definition) => sum > definition.Maximum ? definition.Maximum : sum;

    private static string Lower(string label) =>
        label.Length > 1 && char.IsLower(label[1]) ? char.ToLowerInvariant(label[0]) + label[1..] : label;

    private static SeriesSummary Of(SeriesColumns columns, GraphData data, GraphUnit unit)
    {
        var total = ValueFormat.TotalUnit(unit) is null || columns.KnownSeconds == 0 ? double.NaN
            : unit == GraphUnit.BitsPerSecond ? columns.Integral / 8 : columns.Integral;
        return new(
            columns.Series, columns.Latest.Value, columns.Mean, columns.Lowest, columns.Highest,
            columns.HighestAt < 0 ? 0 : (long)data.MomentOf(columns, columns.HighestAt), Percentile95(columns, data), total);
    }

    /// <summary>The value that 95 % of the averages over 5 minutes do not pass: the highest twentieth is dropped, as providers bill.
    /// Finer buckets are put together, coarser ones are taken as they are.</summary>
    private static double Percentile95(SeriesColumns columns, GraphData data)
    {
        const int seconds = 300;
        var averages = columns.Average;
        var values = ArrayPool<double>.Shared.Rent(averages.Length);
        var count = 0;
        for (var i = 0; i < averages.Length;)
        {
            var (sum, known) = (0.0, 0);
            for (var window = (data.EndOf(i) - 1) / seconds; i < averages.Length && (data.EndOf(i) - 1) / seconds == window; i++)
                if (!double.IsNaN(averages[i]))
                    (sum, known) = (sum + averages[i], known + 1);
            if (known > 0)
                values[count++] = sum / known;
        }
        Array.Sort(values, 0, count);
        var percentile = count == 0 ? double.NaN : values[(int)Math.Ceiling(0.95 * count) - 1];
        ArrayPool<double>.Shared.Return(values);
        return percentile;
    }

    /// <summary>The sentence of a graph: what it says to those who do not see it.</summary>
    public static string Sentence(GraphDefinition definition, GraphRange range, GraphData data, LocalClock clock, Workspace memory)
    {
        var text = memory.Sentence.Clear().Append($"{definition.Title}, {SpanText(range, data.End - data.Start)}.");
        foreach (var one in data.Series)
        {
            if (double.IsNaN(one.Highest))
                continue;
            var (now, unit) = (one.Latest.Value, definition.Unit);
            var like = double.IsNaN(now) ? one.Highest : now;
            text.Append($" {(data.Series.Length > 1 ? one.Series.Label + " now" : "Now")} {ValueFormat.Format(now, unit)}, ")
                .Append($"average {ValueFormat.Like(one.Mean, unit, like)}, highest {ValueFormat.Like(one.Highest, unit, like)} ")
                .Append($"at {Moment((long)data.MomentOf(one, one.HighestAt), data, clock)}.");
        }
        var newest = data.Newest;
        if (newest == 0)
            text.Append(" No data yet.");
        else if (data.Stale)
            text.Append($" No data since {Moment(newest, data, clock)}.");
        if (!definition.Sparse)
            AppendGaps(text, data, clock);
        Happenings.Append(text, definition, data, clock);
        return text.ToString();
    }

    /// <summary>The longest gaps, at most three, in order.</summary>
    private static void AppendGaps(StringBuilder text, GraphData data, LocalClock clock)
    {
        const int most = 3;
        if (data.IsComplete)
            return;
        var gaps = new List<(long From, long To)>();
        long? last = null;
        for (var i = 0; i < data.Count; i++)
        {
            if (!data.IsKnown(i))
                continue;
            if (last < data.EndOf(i) - data.BucketSeconds)
                gaps.Add((last.Value, data.EndOf(i) - data.BucketSeconds));
            last = data.EndOf(i);
        }
        if (gaps.Count > most)
        {
            gaps.Sort(static (a, b) => (b.To - b.From, a.From).CompareTo((a.To - a.From, b.From)));
            gaps.RemoveRange(most, gaps.Count - most);
            gaps.Sort(static (a, b) => a.From.CompareTo(b.From));
        }
        foreach (var (from, to) in gaps)
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

    /// <summary>A moment of the graph, as exactly as its length asks for.</summary>
    public static string Moment(long moment, GraphData data, LocalClock clock) => clock.At(moment).ToString(
        data.End - data.Start <= 86_400
            ? "HH:mm"
            : data.End - data.Start <= 60 * 3_600 ? "ddd HH:mm" : "d MMM HH:mm", CultureInfo.InvariantCulture);
}
