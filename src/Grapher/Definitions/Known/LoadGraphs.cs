namespace Metrics.Grapher.Known;

/// <summary>Processor, load, memory, swap, processes, uptime.</summary>
internal static class LoadGraphs
{
    private const string Section = "load";

    /// <summary>The graphs there are series for.</summary>
    public static IEnumerable<GraphDefinition> Of(SeriesPool pool)
    {
        GraphDefinition?[] graphs =
        [
            Cpu(pool), Load(pool), Memory(pool), Swap(pool),
            pool.Graph("swap.io", Section, "Swap traffic", GraphUnit.BytesPerSecond,
                pool.Put("swap.in", "In", SeriesColour.Green, SeriesShape.Area),
                pool.Put("swap.out", "Out", SeriesColour.Blue, SeriesShape.Line)),
            pool.Graph("processes", Section, "Processes", GraphUnit.Count,
                pool.Put("proc.total", "All", SeriesColour.Blue, SeriesShape.Area)),
            pool.Graph("processes.active", Section, "Active processes", GraphUnit.Count,
                pool.Put("proc.running", "Running", SeriesColour.Green, SeriesShape.Area),
                pool.Put("proc.blocked", "Waiting for I/O", SeriesColour.Rose, SeriesShape.Line)),
            pool.Graph("forks", Section, "New processes", GraphUnit.PerSecond,
                pool.Put("proc.forks", "Forks", SeriesColour.Blue, SeriesShape.Area)),
            pool.Graph("switches", Section, "Context switches and interrupts", GraphUnit.PerSecond,
                pool.Put("proc.switches", "Context switches", SeriesColour.Blue, SeriesShape.Line),
                pool.Put("proc.interrupts", "Interrupts", SeriesColour.Orange, SeriesShape.Line)),
            Interrupts(pool),
            .. pool.Keys("cpu.", ".user").Select(core => Core(pool, core)),
            pool.Graph("uptime", Section, "Uptime", GraphUnit.Seconds, pool.Put("uptime", "Up", SeriesColour.Slate, SeriesShape.Area)),
        ];
        return graphs.OfType<GraphDefinition>();
    }

    /// <summary>All cores together, as a share of the machine. Stored values are percent of one core.</summary>
    private static GraphDefinition? Cpu(SeriesPool pool)
    {
        var share = 1 / Cores(pool, "cpu.user");
        GraphSeries? Layer(string kind, string label, SeriesColour colour) =>
            pool.Put("cpu." + kind, label, colour, SeriesShape.Stack, share);
        var graph = pool.Share("cpu", Section, "CPU use",
            Layer("iowait", "Disk wait", SeriesColour.Rose), Layer("steal", "Stolen", SeriesColour.Purple),
            Layer("system", "System", SeriesColour.Orange), Layer("nice", "Low priority", SeriesColour.Sky),
            Layer("user", "User", SeriesColour.Blue));
        // Idle time is what is left white above the layers.
        pool.Put("cpu.idle", "", SeriesColour.Slate, SeriesShape.Line);
        return graph is null ? null : graph with { OnOverview = true, Fact = GraphFact.AverageOfStack };
    }

    private static GraphDefinition? Interrupts(SeriesPool pool)
    {
        var share = 1 / Cores(pool, "cpu.irq");
        return pool.Share("cpu.interrupts", Section, "CPU use by interrupts",
            pool.Put("cpu.irq", "Hardware", SeriesColour.Orange, SeriesShape.Stack, share),
            pool.Put("cpu.softirq", "Software", SeriesColour.Blue, SeriesShape.Stack, share));
    }

    private static GraphDefinition? Core(SeriesPool pool, string core) => pool.Share($"cpu.{core}", Section, $"CPU core {core}",
        pool.Put($"cpu.{core}.iowait", "Disk wait", SeriesColour.Rose, SeriesShape.Stack),
        pool.Put($"cpu.{core}.system", "System", SeriesColour.Orange, SeriesShape.Stack),
        pool.Put($"cpu.{core}.user", "User", SeriesColour.Blue, SeriesShape.Stack));

    private static GraphDefinition? Load(SeriesPool pool)
    {
        var cores = Cores(pool, "load.1m");
        var graph = pool.Graph("load", Section, "Load average", GraphUnit.Load,
            pool.Put("load.1m", "1 min", SeriesColour.Blue, SeriesShape.Area),
            pool.Put("load.5m", "5 min", SeriesColour.Orange, SeriesShape.Line),
            pool.Put("load.15m", "15 min", SeriesColour.Purple, SeriesShape.Line));
        if (graph is null)
            return null;
        var known = pool.Attribute("load.1m", "cores") is not null;
        return graph with
        {
            OnOverview = true,
            Fact = GraphFact.Highest,
            Thresholds = known ? [new(cores, cores == 1 ? "1 core" : $"{cores} cores", ThresholdLevel.Reference)] : [],
        };
    }

    private static GraphDefinition? Memory(SeriesPool pool)
    {
        var graph = pool.Graph("memory", Section, "Memory", GraphUnit.Bytes,
            pool.Put("mem.used", "Programs", SeriesColour.Blue, SeriesShape.Stack),
            pool.Put("mem.buffers", "Buffers", SeriesColour.Purple, SeriesShape.Stack),
            pool.Put("mem.cached", "Page cache", SeriesColour.Sky, SeriesShape.Stack));
        pool.Put("mem.free", "", SeriesColour.Slate, SeriesShape.Line);
        pool.Put("mem.available", "", SeriesColour.Slate, SeriesShape.Line);
        return graph is null ? null
            : graph with { OnOverview = true, Fact = GraphFact.PartOfWhole, Whole = pool.Whole("mem.total", "installed") };
    }

    private static GraphDefinition? Swap(SeriesPool pool)
    {
        var graph = pool.Graph("swap", Section, "Swap", GraphUnit.Bytes,
            pool.Put("swap.used", "Used", SeriesColour.Blue, SeriesShape.Area));
        pool.Put("swap.free", "", SeriesColour.Slate, SeriesShape.Line);
        return graph is null ? null : graph with { Fact = GraphFact.PartOfWhole, Whole = pool.Whole("swap.total", "in all") };
    }

    private static double Cores(SeriesPool pool, string name) => pool.Number(name, "cores") is >= 1 and var cores ? cores : 1;
}
