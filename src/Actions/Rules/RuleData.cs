using System.Globalization;
using Metrics.Actions.Rules.Language;
using Metrics.RrdStore;

namespace Metrics.Actions.Rules;

/// <summary>What the store says at a moment, for the series of one instance after the other. Not for two threads.</summary>
/// <param name="store">The store.</param>
internal sealed class RuleData(RoundRobinStore store)
{
    /// <summary>About as many rows are read at most.</summary>
    private const int MostRows = 2_000;

    private const int WeekSeconds = 604_800, Weeks = 4, FewestWeeks = 2;

    private double[] buffer = new double[MostRows];
    private long now;
    private ReadOnlyMemory<SeriesInfo?> series;

    /// <summary>Turns to a moment.</summary>
    /// <param name="unixSeconds">The moment; what came later is not seen.</param>
    public void At(long unixSeconds) => now = unixSeconds;

    /// <summary>Turns to the series of an expression.</summary>
    public void Of(ReadOnlyMemory<SeriesInfo?> infos) => series = infos;

    /// <summary>A fact about a series; NaN when it is not told or no number.</summary>
    public double Fact(int use, string fact) =>
        series.Span[use]?.Metadata.Attributes.TryGetValue(fact, out var text) == true && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : double.NaN;

    /// <summary>What a function says of a series; NaN when too little is known.</summary>
    public double Compute(SeriesNode node)
    {
        if (series.Span[node.Series] is not { } info)
            return node.Function == SeriesFunction.NoData ? 1 : double.NaN;
        if (node.Function == SeriesFunction.Usual)
            return Usual(info, node.WindowSeconds);
        var schema = info.Definition.Schema;
        var window = node.WindowSeconds > 0 ? node.WindowSeconds : Math.Max(2 * schema.StepSeconds, schema.HeartbeatSeconds);
        if (node is { Function: SeriesFunction.Last, WindowSeconds: 0 } && store.Latest(info.Id) is var (at, value) && !double.IsNaN(value)
            && at + schema.StepSeconds <= now && at >= now - window)
            return value;
        var values = Read(info, now - window, now, node.Function, out var rows);
        return node.Function switch
        {
            SeriesFunction.Last => Last(values),
            SeriesFunction.Avg => Mean(values),
            SeriesFunction.Min => Extreme(values, least: true),
            SeriesFunction.Max => Extreme(values, least: false),
            SeriesFunction.Sum => Sum(values) * (info.Definition.Source.Type == DataSourceType.Gauge ? rows.StepSeconds / (double)schema.StepSeconds : rows.StepSeconds),
            SeriesFunction.Rate => Rate(values, rows.StepSeconds),
            SeriesFunction.Count => Known(values),
            SeriesFunction.Percentile => Percentile(values, node.Argument),
            SeriesFunction.Forecast => Forecast(values, rows.StepSeconds, node.Argument),
            _ => Known(values) == 0 ? 1 : 0,
        };
    }

    private Span<double> Read(SeriesInfo info, long from, long to, SeriesFunction function, out Rows rows)
    {
        var schema = info.Definition.Schema;
        var resolution = Math.Max(schema.StepSeconds, (int)((to - from) / MostRows));
        var range = new TimeRange(from, to);
        // Most rules look at a time that the first archive has: to ask which one that is would take longer than to read it.
        if (schema.Archives[0] is { Function: ConsolidationFunction.Average, StepsPerRow: 1 } finest && resolution == schema.StepSeconds
            && from >= store.Latest(info.Id).UnixSeconds - (finest.Rows - 2L) * schema.StepSeconds)
        {
            var start = from - from % schema.StepSeconds;
            return Fetch(info, ConsolidationFunction.Average, rows = new Rows(start, schema.StepSeconds, (int)((to - start) / schema.StepSeconds)));
        }
        var (kind, found) = (ConsolidationFunction.Average, Resolve(info, ConsolidationFunction.Average, range, resolution));
        // A row of several steps has its extremes in archives of their own.
        var extreme = function switch { SeriesFunction.Min => ConsolidationFunction.Minimum, SeriesFunction.Max => ConsolidationFunction.Maximum, _ => kind };
        if (found is null || (extreme != kind && found.Value.StepSeconds > info.Definition.Schema.StepSeconds))
            foreach (var other in found is null ? Enum.GetValues<ConsolidationFunction>() : [extreme])
                if (Resolve(info, other, range, resolution) is { } better && (found is null || better.StepSeconds <= found.Value.StepSeconds))
                    (kind, found) = (other, better);
        rows = found ?? default;
        // Rows of several steps begin before the window; the one that is not over yet is left out.
        var count = (int)Math.Clamp((to - rows.StartSeconds) / Math.Max(1, rows.StepSeconds), 0, rows.Count);
        return Fetch(info, kind, rows = rows with { Count = count });
    }

    private Span<double> Fetch(SeriesInfo info, ConsolidationFunction function, Rows rows)
    {
        if (rows.Count > buffer.Length)
            buffer = new double[rows.Count];
        store.Fetch(info.Id, function, rows, buffer);
        return buffer.AsSpan(0, rows.Count);
    }

    private Rows? Resolve(SeriesInfo info, ConsolidationFunction function, TimeRange range, int resolution)
    {
        foreach (var archive in info.Definition.Schema.Archives.AsSpan())
            if (archive.Function == function)
                return store.Resolve(info.Id, function, range, resolution);
        return null;
    }

    private double Usual(SeriesInfo info, int window)
    {
        Span<double> means = stackalloc double[Weeks];
        var known = 0;
        for (var week = 1; week <= Weeks; week++)
        {
            var end = now - (long)week * WeekSeconds;
            var mean = Mean(Read(info, end - window, end, SeriesFunction.Avg, out _));
            if (!double.IsNaN(mean))
                means[known++] = mean;
        }
        if (known < FewestWeeks)
            return double.NaN;
        means = means[..known];
        means.Sort();
        return (means[(known - 1) / 2] + means[known / 2]) / 2;
    }

    private static int Known(ReadOnlySpan<double> values)
    {
        var known = 0;
        foreach (var value in values)
            if (!double.IsNaN(value))
                known++;
        return known;
    }

    private static double Last(ReadOnlySpan<double> values)
    {
        for (var i = values.Length - 1; i >= 0; i--)
            if (!double.IsNaN(values[i]))
                return values[i];
        return double.NaN;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var (sum, known) = (0.0, false);
        foreach (var value in values)
            if (!double.IsNaN(value))
                (sum, known) = (sum + value, true);
        return known ? sum : double.NaN;
    }

    private static double Mean(ReadOnlySpan<double> values) => Sum(values) / Known(values);

    private static double Extreme(ReadOnlySpan<double> values, bool least)
    {
        var extreme = double.NaN;
        foreach (var value in values)
            if (!double.IsNaN(value) && !(least ? value >= extreme : value <= extreme))
                extreme = value;
        return extreme;
    }

    private static double Rate(ReadOnlySpan<double> values, int step)
    {
        var (first, last) = (-1, -1);
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                (first, last) = (first < 0 ? i : first, i);
        return first == last ? double.NaN : (values[last] - values[first]) / ((last - first) * (double)step);
    }

    private static double Percentile(Span<double> values, double percent)
    {
        var known = 0;
        foreach (var value in values)
            if (!double.IsNaN(value))
                values[known++] = value;
        if (known == 0)
            return double.NaN;
        values = values[..known];
        values.Sort();
        return values[Math.Max(0, (int)Math.Ceiling(known * percent / 100) - 1)];
    }

    /// <summary>Least squares; half of the samples must be known.</summary>
    private static double Forecast(ReadOnlySpan<double> values, int step, double aheadSeconds)
    {
        const int fewest = 3;
        var known = Known(values);
        if (known < Math.Max(fewest, values.Length / 2))
            return double.NaN;
        var (meanX, meanY) = (0.0, Mean(values));
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                meanX += i / (double)known;
        var (xx, xy) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
            if (!double.IsNaN(values[i]))
                (xx, xy) = (xx + (i - meanX) * (i - meanX), xy + (i - meanX) * (values[i] - meanY));
        return meanY + xy / xx * (values.Length - 1 + aheadSeconds / step - meanX);
    }
}
