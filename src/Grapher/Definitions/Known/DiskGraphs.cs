namespace Metrics.Grapher.Known;

/// <summary>File systems, disks and arrays.</summary>
internal static class DiskGraphs
{
    private const string Section = "disk";

    /// <summary>The graphs there are series for.</summary>
    public static IEnumerable<GraphDefinition> Of(SeriesPool pool)
    {
        List<GraphDefinition?> graphs = [];
        graphs.AddRange(pool.Keys("fs.", ".used").Where(k => !k.EndsWith(".inodes", StringComparison.Ordinal)).Select(k => Space(pool, k)));
        foreach (var disk in pool.Keys("disk.", ".read", ".write"))
        {
            var name = pool.Attribute($"disk.{disk}.read", "device") is { Length: > 0 } device ? device : disk;
            graphs.Add(Throughput(pool, disk, name));
            graphs.Add(pool.Share($"disk.{disk}.busy", Section, $"{name} busy",
                pool.Put($"disk.{disk}.busy", "Busy", SeriesColour.Rose, SeriesShape.Area)));
            graphs.Add(pool.Graph($"disk.{disk}.requests", Section, $"{name} requests", GraphUnit.PerSecond,
                pool.Put($"disk.{disk}.reads", "Reads", SeriesColour.Green, SeriesShape.Area),
                pool.Put($"disk.{disk}.writes", "Writes", SeriesColour.Blue, SeriesShape.Line)));
            graphs.Add(Latency(pool, disk, name));
        }
        graphs.AddRange(pool.Keys("raid.", ".active").Select(k => pool.Graph($"raid.{k}", Section, $"Array {k}", GraphUnit.Count,
            pool.Put($"raid.{k}.active", "Active", SeriesColour.Green, SeriesShape.Area),
            pool.Put($"raid.{k}.degraded", "Missing", SeriesColour.Orange, SeriesShape.Line),
            pool.Put($"raid.{k}.failed", "Failed", SeriesColour.Rose, SeriesShape.Line))));
        graphs.AddRange(pool.Keys("raid.", ".resync").Select(k => pool.Share($"raid.{k}.resync", Section, $"Array {k} rebuild",
            pool.Put($"raid.{k}.resync", "Done", SeriesColour.Blue, SeriesShape.Area)) is { } graph ? graph with { Sparse = true } : null));
        graphs.AddRange(pool.Keys("fs.", ".inodes.used")
            .Select(k => pool.Graph($"fs.{k}.inodes", Section, $"{Mount(pool, k)} files", GraphUnit.Count,
            pool.Put($"fs.{k}.inodes.used", "Used", SeriesColour.Blue, SeriesShape.Stack),
            pool.Put($"fs.{k}.inodes.free", "Free", SeriesColour.Sky, SeriesShape.Stack))));
        return graphs.OfType<GraphDefinition>();
    }

    private static GraphDefinition? Space(SeriesPool pool, string key)
    {
        var graph = pool.Graph($"fs.{key}", Section, $"{Mount(pool, key)} space", GraphUnit.Bytes,
            pool.Put($"fs.{key}.used", "Used", SeriesColour.Blue, SeriesShape.Area));
        pool.Put($"fs.{key}.free", "", SeriesColour.Slate, SeriesShape.Line);
        return graph is null ? null
            : graph with { OnOverview = true, Fact = GraphFact.PartOfWhole, Whole = pool.Whole($"fs.{key}.size", "in all") };
    }

    private static GraphDefinition? Throughput(SeriesPool pool, string disk, string name)
    {
        var graph = pool.Graph($"disk.{disk}", Section, $"{name} traffic", GraphUnit.BytesPerSecond,
            pool.Put($"disk.{disk}.read", "Read", SeriesColour.Green, SeriesShape.Area),
            pool.Put($"disk.{disk}.write", "Write", SeriesColour.Blue, SeriesShape.Line));
        return graph is null ? null : graph with { OnOverview = true, Fact = GraphFact.Average };
    }

    /// <summary>An idle disk has no latency, which is no gap in the data.</summary>
    private static GraphDefinition? Latency(SeriesPool pool, string disk, string name) =>
        pool.Graph($"disk.{disk}.latency", Section, $"{name} latency", GraphUnit.Seconds,
            pool.Put($"disk.{disk}.read.latency", "Read", SeriesColour.Green, SeriesShape.Line),
            pool.Put($"disk.{disk}.write.latency", "Write", SeriesColour.Blue, SeriesShape.Line)) is { } graph
                ? graph with { Sparse = true }
                : null;

    private static string Mount(SeriesPool pool, string key) =>
        pool.Attribute($"fs.{key}.used", "mount") ?? pool.Attribute($"fs.{key}.inodes.used", "mount") ?? key;
}
