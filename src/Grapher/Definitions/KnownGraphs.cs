using System.Collections.Immutable;
using Metrics.Grapher.Known;
using Metrics.RrdStore;

namespace Metrics.Grapher;

/// <summary>The graphs of the series whose names we know: a machine's graphs come for nothing.</summary>
public static class KnownGraphs
{
    /// <summary>The section of the graphs of domains. It has no page: each stands with the report of its domain.</summary>
    public const string DomainSection = "domains";

    /// <summary>The graphs that can be drawn of these series, by section and in the order of a page. Each series is on one at least:
    /// those of unknown names are on graphs of section <c>other</c>, by the first part of the name.</summary>
    /// <param name="series">All series of a store.</param>
    public static ImmutableArray<GraphDefinition> Of(IEnumerable<SeriesInfo> series)
    {
        var graphs = new List<GraphDefinition>();
        foreach (var host in series.GroupBy(s => HostOf(s.Name)).OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            var pool = new SeriesPool(host.Key, host);
            graphs.AddRange(SensorGraphs.Of(pool));
            graphs.AddRange(LoadGraphs.Of(pool));
            graphs.AddRange(DiskGraphs.Of(pool));
            graphs.AddRange(NetworkGraphs.Of(pool));
            graphs.AddRange(LogGraphs.Of(pool));
            graphs.AddRange(OtherGraphs.Of(pool));
        }
        var names = new HashSet<string>(graphs.Count, StringComparer.Ordinal);
        return [.. graphs.Select(graph => Distinct(graph, names))];
    }

    /// <summary>A series of an unknown name may be called as a graph is that we know; the one that comes later gets a number.</summary>
    private static GraphDefinition Distinct(GraphDefinition graph, HashSet<string> names)
    {
        var name = graph.Name;
        for (var number = 2; !names.Add(name); number++)
            name = $"{graph.Name}.{number}";
        return name == graph.Name ? graph : graph with { Name = name };
    }

    private static string HostOf(SeriesName name) => name.Value.IndexOf('/') is > 0 and var slash ? name.Value[..(slash + 1)] : "";
}
