using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.RrdStore;

namespace Metrics.Web.Pages;

/// <summary>Looks up how full the file systems are and when they will be.</summary>
internal sealed class DiskSpaces(GraphCatalog graphs, RoundRobinStore store, TimeProvider time)
{
    private const int Day = 86_400;
    private const int Days = 30;

    private const string UsedEnd = ".used", FreeEnd = ".free", InodesUsedEnd = ".inodes.used", InodesFreeEnd = ".inodes.free";

    /// <summary>The section of the pages that file systems belong to.</summary>
    public const string Section = "disk";

    /// <summary>The file systems whose size is known, in the order of their mounts.</summary>
    public ImmutableArray<DiskSpace> All => [.. graphs.Of(Section).Select(Of).OfType<DiskSpace>().OrderBy(disk => disk.Mount, StringComparer.Ordinal)];

    /// <summary>Whether a graph is that of the space of a file system.</summary>
    public static bool IsSpace(GraphDefinition graph) =>
        graph is { Section: Section, Unit: GraphUnit.Bytes, Whole: not null, Series: [{ Series.Value: var name }] } && name.EndsWith(UsedEnd, StringComparison.Ordinal);

    /// <summary>The fullest file system; null when there is none.</summary>
    public DiskSpace? Fullest => All.MaxBy(disk => disk.Share);

    /// <summary>The file system whose space a graph shows; null when it is none, or nothing is known of it now.</summary>
    public DiskSpace? Of(GraphDefinition graph)
    {
        if (!IsSpace(graph) || !store.TryFind(graph.Series[0].Series, out var used))
            return null;
        var key = used.Name.Value[..^UsedEnd.Length];
        var (inUse, free, size) = (Now(used), Now(key + FreeEnd), Now(graph.Whole!.Series.Value));
        if (double.IsNaN(inUse) || !(size > 0))
            return null;
        var (inodes, inodesFree) = (Now(key + InodesUsedEnd), Now(key + InodesFreeEnd));
        var facts = used.Metadata.Attributes;
        return new DiskSpace(graph, facts.GetValueOrDefault("mount", key), Words.FileSystem(facts), inUse, size,
            double.IsNaN(free) ? inUse / size : inUse / (inUse + free), inodes / (inodes + inodesFree), Trend(used, free));
    }

    private SpaceTrend Trend(SeriesInfo used, double free)
    {
        var today = time.GetUtcNow().ToUnixTimeSeconds() / Day * Day;
        var rows = store.Resolve(used.Id, ConsolidationFunction.Average, new TimeRange(today - Days * Day, today), Day);
        if (rows.StepSeconds != Day)
            return SpaceTrend.Unknown;
        var values = new double[rows.Count];
        store.Fetch(used.Id, ConsolidationFunction.Average, rows, values);
        return SpaceTrend.Of(values, free);
    }

    private double Now(string name) => SeriesName.TryParse(name, out var parsed, out _) && store.TryFind(parsed, out var series) ? Now(series) : double.NaN;

    /// <summary>The newest value, unless it is too old to be one of now.</summary>
    private double Now(SeriesInfo series)
    {
        var latest = store.Latest(series.Id);
        return time.GetUtcNow().ToUnixTimeSeconds() - latest.UnixSeconds <= series.Definition.Schema.HeartbeatSeconds ? latest.Value : double.NaN;
    }
}
