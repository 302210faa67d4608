using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Pages;

namespace Metrics.Web.Live;

/// <summary>What the network interfaces of this machine carry now.</summary>
internal sealed class Bandwidth(GraphCatalog graphs, RoundRobinStore store, GraphRenderer renderer, TimeProvider time)
{
    /// <summary>The section of the pages that interfaces belong to.</summary>
    public const string Section = "network";

    /// <summary>Where the names of series and graphs of interfaces begin.</summary>
    public const string Prefix = "net.";

    private const string In = ".in", Out = ".out";
    private const int BitsPerByte = 8;
    private const int LastMinute = 60;

    /// <summary>A value is not of now after this many steps.</summary>
    private const int StaleSteps = 3;

    private static readonly GraphRange Billed = new("30 days", TimeSpan.FromDays(30));

    /// <summary>The 95th percentile of 30 days moves slowly and takes 8,640 values; the bars are asked for every 2 s.</summary>
    private static readonly TimeSpan PercentileLifetime = TimeSpan.FromMinutes(5);

    /// <summary>One entry for each interface that there is.</summary>
    private readonly ConcurrentDictionary<string, (long At, GraphSummary Summary)> billed = new(StringComparer.Ordinal);

    /// <summary>The interfaces by their names in addresses, in the order of the pages: those inside the machine come last.</summary>
    public ImmutableArray<string> Interfaces =>
    [
        .. graphs.Of(Section).SelectMany(graph => graph.Series).Select(series => series.Series.Value)
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(In, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^In.Length]).Distinct().Where(name => Find(name) is not null),
    ];

    /// <summary>What an interface carries now; null when there is no such interface.</summary>
    public InterfaceNow? Of(string name)
    {
        if (Find(name) is not var (received, sent))
            return null;
        var label = received.Metadata.Attributes.GetValueOrDefault("interface", name);
        var speed = double.TryParse(received.Metadata.Attributes.GetValueOrDefault("speed"), CultureInfo.InvariantCulture, out var bits) && bits > 0 ? bits : double.NaN;
        var graph = new GraphDefinition(Prefix + name, Section, $"{label} traffic", GraphUnit.BitsPerSecond,
        [
            new GraphSeries(received.Name, "In", SeriesColour.Green, SeriesShape.Area, BitsPerByte),
            new GraphSeries(sent.Name, "Out", SeriesColour.Blue, SeriesShape.Line, BitsPerByte),
        ])
        { Maximum = speed };
        var percentiles = Percentiles(graph);
        return new InterfaceNow(graph, received.Definition.Schema.StepSeconds, store.Latest(received.Id).UnixSeconds,
            new BandwidthBar("bar-" + name, label, speed, [Lane(graph.Series[1], sent, percentiles), Lane(graph.Series[0], received, percentiles)]));
    }

    private (SeriesInfo In, SeriesInfo Out)? Find(string name) =>
        SeriesName.TryParse(Prefix + name + In, out var received, out _) && store.TryFind(received, out var one)
        && SeriesName.TryParse(Prefix + name + Out, out var sent, out _) && store.TryFind(sent, out var other)
            ? (one, other)
            : null;

    private BandwidthLane Lane(GraphSeries series, SeriesInfo info, GraphSummary percentiles)
    {
        var (now, step) = (time.GetUtcNow().ToUnixTimeSeconds(), info.Definition.Schema.StepSeconds);
        var latest = store.Latest(info.Id);
        var rows = store.Resolve(info.Id, ConsolidationFunction.Average, new TimeRange(now - LastMinute, now), step);
        var values = new double[rows.Count];
        store.Fetch(info.Id, ConsolidationFunction.Average, rows, values);
        return new BandwidthLane(series.Label, series.Colour,
            now - latest.UnixSeconds <= StaleSteps * step ? latest.Value * BitsPerByte : double.NaN,
            values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Max() * BitsPerByte,
            percentiles.Series.First(one => one.Series == series).Percentile95);
    }

    private GraphSummary Percentiles(GraphDefinition graph)
    {
        if (billed.TryGetValue(graph.Name, out var known) && time.GetElapsedTime(known.At) < PercentileLifetime)
            return known.Summary;
        var summary = renderer.Summarize(graph, Billed);
        billed[graph.Name] = (time.GetTimestamp(), summary);
        return summary;
    }
}
