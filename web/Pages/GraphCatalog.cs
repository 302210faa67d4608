using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Web.Pages;

/// <summary>The graphs there are, made anew when a second has passed since the last question: series come and go while we run.</summary>
internal sealed class GraphCatalog(RoundRobinStore store, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private volatile Snapshot? current;

    /// <summary>All graphs, by section and in the order of a page.</summary>
    public ImmutableArray<GraphDefinition> Graphs => Current.Graphs;

    /// <summary>The sections that have graphs, in the order of the navigation.</summary>
    public ImmutableArray<string> Sections => Current.Sections;

    /// <summary>A graph by its name, or null.</summary>
    public GraphDefinition? Find(string name) => Current.ByName.GetValueOrDefault(name);

    /// <summary>The graphs of a section.</summary>
    public ImmutableArray<GraphDefinition> Of(string section) => [.. Graphs.Where(graph => graph.Section == section)];

    /// <summary>End of the newest value of a graph, in seconds since the epoch; 0 when there is none.</summary>
    public long NewestOf(GraphDefinition graph) => graph.Series.Max(series => store.TryFind(series.Series, out var info) ? store.Latest(info.Id).UnixSeconds : 0);

    /// <summary>The shortest step of the series on a graph, in seconds.</summary>
    public int StepOf(GraphDefinition graph) =>
        graph.Series.Select(series => store.TryFind(series.Series, out var info) ? info.Definition.Schema.StepSeconds : int.MaxValue).Min();

    private Snapshot Current
    {
        get
        {
            if (current is { } known && time.GetElapsedTime(known.Made) < Lifetime)
                return known;
            var graphs = KnownGraphs.Of(store.List());
            return current = new Snapshot(time.GetTimestamp(), graphs, [.. graphs.Select(graph => graph.Section).Distinct()],
                graphs.ToDictionary(graph => graph.Name, StringComparer.Ordinal));
        }
    }

    private sealed record Snapshot(
        long Made, ImmutableArray<GraphDefinition> Graphs, ImmutableArray<string> Sections, Dictionary<string, GraphDefinition> ByName);
}
