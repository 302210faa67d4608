using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.Web.Pages;

namespace Metrics.Web.Shares;

/// <summary>The graphs of each share: what its pages and pictures are made from. What is not in here does not exist for a visitor.</summary>
internal sealed class ShareGraphs(GraphCatalog catalog)
{
    // No more than there were shares since the start.
    private readonly ConcurrentDictionary<long, View> views = new();

    /// <summary>What a share shows, as of now.</summary>
    public View Of(Share share)
    {
        // Alerts are not for visitors.
        var all = catalog.Graphs;
        if (views.TryGetValue(share.Id, out var known) && known.All == all)
            return known;
        ImmutableArray<GraphDefinition> graphs = [.. all.Where(share.Scope.Includes).Select(graph => graph.Alerts.IsEmpty ? graph : graph with { Alerts = [] })];
        return views[share.Id] = new View(all, graphs, graphs.ToFrozenDictionary(graph => graph.Name, StringComparer.Ordinal));
    }

    /// <summary>The graphs of a share.</summary>
    /// <param name="All">Those that it was made from.</param>
    /// <param name="Graphs">In the order of a page.</param>
    /// <param name="ByName">By name: a graph outside of the scope and one that does not exist are the same here, to the microsecond.</param>
    internal sealed record View(ImmutableArray<GraphDefinition> All, ImmutableArray<GraphDefinition> Graphs, FrozenDictionary<string, GraphDefinition> ByName)
    {
        /// <summary>The sections that have graphs.</summary>
        public ImmutableArray<string> Sections => [.. Graphs.Select(graph => graph.Section).Distinct()];

        /// <summary>The graphs of a section.</summary>
        public ImmutableArray<GraphDefinition> In(string section) => [.. Graphs.Where(graph => graph.Section == section)];
    }
}
