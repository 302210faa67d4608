using System.Collections.Immutable;
using System.Globalization;
using Metrics.Actions.Incidents;
using Metrics.Grapher;
using Metrics.RrdStore;
using Metrics.Web.Alerts;

namespace Metrics.Web.Pages;

/// <summary>The graphs there are, those of known series and those of the configuration; made anew when series have come or gone.</summary>
internal sealed class GraphCatalog
{
    /// <summary>How often a graph is sampled of which no series is there yet, in seconds.</summary>
    private const int StepOfNothing = 60;

    private readonly RoundRobinStore store;
    private readonly TimeProvider time;
    private readonly Func<IncidentHistory> history;
    private volatile Snapshot? current;
    private volatile Configured configured;

    /// <summary>Looks into a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="graphs">The graphs of the configuration.</param>
    /// <param name="history">Gives the incidents that graphs show; null: there are none.</param>
    public GraphCatalog(RoundRobinStore store, TimeProvider time, ImmutableArray<GraphTemplate> graphs, Func<IncidentHistory>? history = null)
    {
        (this.store, this.time) = (store, time);
        this.history = history ?? (() => IncidentHistory.None);
        configured = new Configured(graphs, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>Changes when the graphs do, and at every start: a picture of before is not one of now.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{configured.Version:x}.{store.SeriesVersion:x}.{history().Version:x}");

    /// <summary>Changes when values of the past may have.</summary>
    public long PastVersion => store.PastVersion;

    /// <summary>Takes other graphs of the configuration, at once.</summary>
    public void Use(ImmutableArray<GraphTemplate> graphs)
    {
        configured = new Configured(graphs, Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), configured.Version + 1));
    }

    /// <summary>All graphs, by section and in the order of a page.</summary>
    public ImmutableArray<GraphDefinition> Graphs => Current.Graphs;

    /// <summary>The sections that have graphs, in the order of the navigation.</summary>
    public ImmutableArray<string> Sections => Current.Sections;

    /// <summary>A graph by its name, or null.</summary>
    public GraphDefinition? Find(string name) => Current.ByName.GetValueOrDefault(name);

    /// <summary>The graphs of a section.</summary>
    public ImmutableArray<GraphDefinition> Of(string section) => [.. Graphs.Where(graph => graph.Section == section)];

    /// <summary>Changes when a graph does: with new data of any of its series, and without them once the time axis has moved on by a
    /// pixel.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="range">What it shows.</param>
    /// <param name="pixels">Its width in device pixels.</param>
    /// <param name="now">The time, in seconds since the epoch.</param>
    public (long Newest, long Sum) FreshnessOf(GraphDefinition graph, GraphRange range, int pixels, long now)
    {
        var (newest, sum, step) = (0L, 0L, int.MaxValue);
        foreach (var series in Known(graph))
        {
            var latest = store.Latest(series.Id).UnixSeconds;
            (newest, sum, step) = (Math.Max(newest, latest), sum + latest, Math.Min(step, series.Definition.Schema.StepSeconds));
        }
        if (step == int.MaxValue)
            step = StepOfNothing;
        var secondsPerPixel = Math.Max(1, (long)range.Span.TotalSeconds / pixels);
        return (now - newest <= 3L * step ? newest : now - now % Math.Max(step, secondsPerPixel), sum);
    }

    /// <summary>What the values of a graph are parts of, now; NaN when that is not measured.</summary>
    public double WholeOf(GraphDefinition graph) =>
        graph.Whole is { } whole && store.TryFind(whole.Series, out var series) ? store.Latest(series.Id).Value : double.NaN;

    /// <summary>What is known about the things that a graph shows, besides their values: <c>speed</c>, <c>alias</c>, <c>device</c> and so on.</summary>
    public IReadOnlyDictionary<string, string> FactsOf(GraphDefinition graph) =>
        Known(graph).Select(series => series.Metadata.Attributes).FirstOrDefault() ?? ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The shortest step of the series on a graph, in seconds; a minute when none of them is there.</summary>
    public int StepOf(GraphDefinition graph) => Known(graph).Select(series => series.Definition.Schema.StepSeconds).DefaultIfEmpty(StepOfNothing).Min();

    private IEnumerable<SeriesInfo> Known(GraphDefinition graph)
    {
        foreach (var name in graph.Sources)
            if (store.TryFind(name, out var info))
                yield return info;
    }

    private Snapshot Current
    {
        get
        {
            // Both asked for before the series are read: a change in between is then read twice and never missed.
            var (version, own, incidents) = (store.SeriesVersion, configured, history());
            var known = current is { } last && last.SeriesVersion == version && last.Configured == own ? last : null;
            if (ReferenceEquals(known?.History, incidents))
                return known!;
            var plain = known?.Plain ?? All(store.List(), own.Graphs);
            var graphs = IncidentMarks.On(plain, incidents.Incidents);
            return current = new Snapshot(version, own, incidents, plain, graphs, [.. graphs.Select(graph => graph.Section).Where(section => section != KnownGraphs.DomainSection).Distinct()],
                graphs.ToDictionary(graph => graph.Name, StringComparer.Ordinal));
        }
    }

    /// <summary>The known graphs, each replaced by the configured one of its name, then the configured ones of new names.</summary>
    private static ImmutableArray<GraphDefinition> All(IReadOnlyList<SeriesInfo> series, ImmutableArray<GraphTemplate> configured)
    {
        var own = configured.Select(template => template.Define(series)).ToDictionary(graph => graph.Name, StringComparer.Ordinal);
        var known = KnownGraphs.Of(series);
        var names = known.Select(graph => graph.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. known.Select(graph => own.GetValueOrDefault(graph.Name, graph)),
            .. configured.Where(template => !names.Contains(template.Name)).Select(template => own[template.Name]),
        ];
    }

    private sealed record Configured(ImmutableArray<GraphTemplate> Graphs, long Version);

    private sealed record Snapshot(
        long SeriesVersion, Configured Configured, IncidentHistory History, ImmutableArray<GraphDefinition> Plain, ImmutableArray<GraphDefinition> Graphs, ImmutableArray<string> Sections, Dictionary<string, GraphDefinition> ByName);
}
