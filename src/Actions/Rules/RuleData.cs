using System.Globalization;
using Metrics.Actions.Rules.Language;
using Metrics.RrdStore;

namespace Metrics.Actions.Rules;

/// <summary>What the store says at a moment, for the series of one instance after the other. Not for two threads.</summary>
/// <param name="store">The store.</param>
/// <param name="watchedSince">Since when each series has been looked at, in seconds since the epoch, where it turns from one present to the next: silence
/// is what was watched, and not that nobody measured before the service started or before the series was there. Null when all of the past counts.</param>
internal sealed class RuleData(RoundRobinStore store, Dictionary<SeriesId, long>? watchedSince = null)
{
    /// <summary>Of a longer time coarser rows are read, so that there are about as many at most.</summary>
    private const int MostRows = 2_000;

    /// <summary>So many points are kept in memory, of all series: 32 MiB, and as much again as room to move. What does not fit is read again at each look.</summary>
    private const int MostKept = 4 << 20;

    private const int WeekSeconds = 604_800, Weeks = 4, FewestWeeks = 2;

    private readonly Dictionary<SeriesId, SeriesWindow> known = [];
    private readonly List<SeriesWindow> windows = [];
    private double[] buffer = new double[MostRows];
    private int budget = MostKept;
    private long now, pastVersion = -1;
    private SeriesWindow?[] series = [];

    /// <summary>The store.</summary>
    public RoundRobinStore Store => store;

    /// <summary>The window of a series, shared by all that ask for it.</summary>
    public SeriesWindow Window(SeriesInfo info)
    {
        if (known.TryGetValue(info.Id, out var window))
            return window;
        windows.Add(known[info.Id] = window = new SeriesWindow(store, info));
        window.Turn(now, isPastChanged: false);
        return window;
    }

    /// <summary>Turns to a moment.</summary>
    /// <param name="unixSeconds">The moment; what came later is not seen.</param>
    public void At(long unixSeconds)
    {
        var version = store.PastVersion;
        foreach (var window in windows)
        {
            window.Turn(unixSeconds, version != pastVersion);
            // A clock that was ahead began in what is not yet.
            if (watchedSince is not null && (!watchedSince.TryGetValue(window.Info.Id, out var since) || since > unixSeconds))
                watchedSince[window.Info.Id] = unixSeconds;
        }
        (now, pastVersion) = (unixSeconds, version);
    }

    /// <summary>Turns to the series of an expression.</summary>
    public void Of(SeriesWindow?[] others) => series = others;

    /// <summary>A fact about a series; NaN when it is not told or no number.</summary>
    public double Fact(int use, string fact) =>
        series[use]?.Info.Metadata.Attributes.TryGetValue(fact, out var text) == true && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : double.NaN;

    /// <summary>What a function says of a series; NaN when too little is known.</summary>
    public double Compute(SeriesNode node)
    {
        // A name that nothing was ever written under is a mistake of who wrote it, and no silence that somebody must be woken for.
        if (series[node.Series] is not { } window)
            return double.NaN;
        if (node.Function == SeriesFunction.Usual)
            return Usual(window.Info, node.WindowSeconds);
        var schema = window.Info.Definition.Schema;
        var seconds = node.WindowSeconds > 0 ? node.WindowSeconds : Math.Max(2 * schema.StepSeconds, schema.HeartbeatSeconds);
        if (node is { Function: SeriesFunction.Last, WindowSeconds: 0 } && window.Latest is var (at, value) && !double.IsNaN(value) && at <= now && at > now - seconds)
            return value;
        if (seconds / schema.StepSeconds > MostRows || !window.TryRead(seconds, ref budget, out var values))
        {
            values = Read(window.Info, now - seconds, now, node.Function, out var rows);
            return Compute(node, window, values, rows.StepSeconds, seconds);
        }
        return Compute(node, window, values, schema.StepSeconds, seconds);
    }

    private double Compute(SeriesNode node, SeriesWindow window, ReadOnlySpan<double> values, int rowSeconds, int seconds) => node.Function switch
    {
        SeriesFunction.Last => WindowStatistics.Last(values),
        SeriesFunction.Avg => WindowStatistics.Mean(values),
        SeriesFunction.Min => WindowStatistics.Extreme(values, least: true),
        SeriesFunction.Max => WindowStatistics.Extreme(values, least: false),
        SeriesFunction.Sum => WindowStatistics.Sum(values)
            * (window.Info.Definition.Source.Type == DataSourceType.Gauge ? rowSeconds / (double)window.Info.Definition.Schema.StepSeconds : rowSeconds),
        SeriesFunction.Rate => WindowStatistics.Rate(values, rowSeconds),
        SeriesFunction.Count => node.Operator.Length == 0 ? WindowStatistics.Known(values) : WindowStatistics.Matching(values, node.Operator, node.Argument),
        SeriesFunction.Percentile => WindowStatistics.Percentile(Copy(values), node.Argument),
        SeriesFunction.Forecast => WindowStatistics.Forecast(values, rowSeconds, node.Argument),
        _ => WindowStatistics.Known(values) > 0 ? 0 : watchedSince is not null && now - watchedSince[window.Info.Id] < seconds ? double.NaN : 1,
    };

    private Span<double> Copy(ReadOnlySpan<double> values)
    {
        var copy = Buffer(values.Length);
        values.CopyTo(copy);
        return copy;
    }

    private ReadOnlySpan<double> Read(SeriesInfo info, long from, long to, SeriesFunction function, out Rows rows)
    {
        var step = info.Definition.Schema.StepSeconds;
        var resolution = Math.Max(step, (int)((to - from) / MostRows));
        var range = new TimeRange(from, to);
        var (kind, found) = (ConsolidationFunction.Average, Resolve(info, ConsolidationFunction.Average, range, resolution));
        // A row of several steps has its extremes in archives of their own.
        var extreme = function switch { SeriesFunction.Min => ConsolidationFunction.Minimum, SeriesFunction.Max => ConsolidationFunction.Maximum, _ => kind };
        if (found is null || (extreme != kind && found.Value.StepSeconds > step))
            foreach (var other in found is null ? Enum.GetValues<ConsolidationFunction>() : [extreme])
                if (Resolve(info, other, range, resolution) is { } better && (found is null || better.StepSeconds <= found.Value.StepSeconds))
                    (kind, found) = (other, better);
        rows = found ?? default;
        // Rows of several steps begin before the window; the one that is not over yet is left out.
        rows = rows with { Count = (int)Math.Clamp((to - rows.StartSeconds) / Math.Max(1, rows.StepSeconds), 0, rows.Count) };
        var values = Buffer(rows.Count);
        store.Fetch(info.Id, kind, rows, values);
        return values;
    }

    private Span<double> Buffer(int length)
    {
        if (length > buffer.Length)
            buffer = new double[length];
        return buffer.AsSpan(0, length);
    }

    private Rows? Resolve(SeriesInfo info, ConsolidationFunction function, TimeRange range, int resolution)
    {
        foreach (var archive in info.Definition.Schema.Archives.AsSpan())
            if (archive.Function == function)
                return store.Resolve(info.Id, function, range, resolution);
        return null;
    }

    private double Usual(SeriesInfo info, int seconds)
    {
        Span<double> means = stackalloc double[Weeks];
        var known = 0;
        for (var week = 1; week <= Weeks; week++)
        {
            var end = now - (long)week * WeekSeconds;
            var mean = WindowStatistics.Mean(Read(info, end - seconds, end, SeriesFunction.Avg, out _));
            if (!double.IsNaN(mean))
                means[known++] = mean;
        }
        if (known < FewestWeeks)
            return double.NaN;
        means = means[..known];
        means.Sort();
        return (means[(known - 1) / 2] + means[known / 2]) / 2;
    }
}
