namespace Metrics.Grapher.Known;

/// <summary>Network interfaces and TCP.</summary>
internal static class NetworkGraphs
{
    private const string Section = "network";

    /// <summary>Interfaces inside the machine; their traffic is nobody's first question.</summary>
    private static readonly string[] Inner = ["lo", "veth", "docker", "virbr", "br-", "tap", "dummy", "ifb"];

    /// <summary>The graphs there are series for: real interfaces, TCP, inner interfaces.</summary>
    public static IEnumerable<GraphDefinition> Of(SeriesPool pool)
    {
        List<GraphDefinition?> graphs = [];
        var interfaces = pool.Keys("net.", ".in", ".out").ToLookup(IsInner);
        graphs.AddRange(interfaces[false].Select(i => Traffic(pool, i)));
        graphs.AddRange(interfaces[false].SelectMany(i => Packets(pool, i)));
        graphs.AddRange(Tcp(pool));
        graphs.AddRange(Firewall(pool));
        graphs.AddRange(interfaces[true].Select(i => Traffic(pool, i)));
        graphs.AddRange(interfaces[true].SelectMany(i => Packets(pool, i)));
        return graphs.OfType<GraphDefinition>();
    }

    private static IEnumerable<GraphDefinition?> Packets(SeriesPool pool, string name) =>
    [
        pool.Graph($"net.{name}.packets", Section, $"{Label(pool, name)} packets", GraphUnit.PerSecond,
            pool.Put($"net.{name}.in.packets", "In", SeriesColour.Green, SeriesShape.Area),
            pool.Put($"net.{name}.out.packets", "Out", SeriesColour.Blue, SeriesShape.Line)),
        pool.Graph($"net.{name}.errors", Section, $"{Label(pool, name)} errors and drops", GraphUnit.PerSecond,
            pool.Put($"net.{name}.in.errors", "Errors in", SeriesColour.Rose, SeriesShape.Line),
            pool.Put($"net.{name}.out.errors", "Errors out", SeriesColour.Orange, SeriesShape.Line),
            pool.Put($"net.{name}.in.drops", "Drops in", SeriesColour.Purple, SeriesShape.Line),
            pool.Put($"net.{name}.out.drops", "Drops out", SeriesColour.Sky, SeriesShape.Line)),
    ];

    private static IEnumerable<GraphDefinition?> Tcp(SeriesPool pool) =>
    [
        pool.Graph("tcp", Section, "TCP connections", GraphUnit.Count,
            pool.Put("tcp.established", "Established", SeriesColour.Sky, SeriesShape.Area),
            pool.Put("tcp.timewait", "Closing", SeriesColour.Purple, SeriesShape.Line),
            pool.Put("tcp.orphan", "Without a process", SeriesColour.Rose, SeriesShape.Line)),
        pool.Graph("tcp.opened", Section, "TCP connections opened", GraphUnit.PerSecond,
            pool.Put("tcp.accepted", "Accepted", SeriesColour.Green, SeriesShape.Area),
            pool.Put("tcp.opened", "Opened", SeriesColour.Blue, SeriesShape.Line)),
        pool.Graph("tcp.retransmitted", Section, "TCP segments sent again", GraphUnit.PerSecond,
            pool.Put("tcp.retransmitted", "Sent again", SeriesColour.Rose, SeriesShape.Area)),
    ];

    private static IEnumerable<GraphDefinition?> Firewall(SeriesPool pool) =>
    [
        pool.Graph("firewall.dropped", Section, "Packets dropped by the firewall", GraphUnit.PerSecond,
            pool.Put("firewall.addresses.dropped", "Addresses", SeriesColour.Rose, SeriesShape.Line),
            pool.Put("firewall.networks.dropped", "Networks", SeriesColour.Orange, SeriesShape.Line),
            pool.Put("firewall.panic.dropped", "Panic", SeriesColour.Purple, SeriesShape.Line)),
        .. pool.Keys("firewall.list.", ".dropped").Select(list => pool.Graph($"firewall.list.{list}", Section, $"Packets dropped by the list {list}", GraphUnit.PerSecond,
            pool.Put($"firewall.list.{list}.dropped", "Dropped", SeriesColour.Rose, SeriesShape.Area))),
        pool.Graph("firewall.blocks", Section, "Blocked addresses", GraphUnit.Count,
            pool.Put("firewall.blocks", "Blocked", SeriesColour.Blue, SeriesShape.Area)),
    ];

    private static GraphDefinition? Traffic(SeriesPool pool, string name)
    {
        const int bitsPerByte = 8;
        var speed = pool.Number($"net.{name}.in", "speed");
        var graph = pool.Graph($"net.{name}", Section, $"{Label(pool, name)} traffic", GraphUnit.BitsPerSecond,
            pool.Put($"net.{name}.in", "In", SeriesColour.Green, SeriesShape.Area, bitsPerByte),
            pool.Put($"net.{name}.out", "Out", SeriesColour.Blue, SeriesShape.Line, bitsPerByte));
        return graph is null ? null : graph with
        {
            Maximum = speed > 0 ? speed : double.NaN,
            OnOverview = !IsInner(name),
            Fact = GraphFact.Average,
        };
    }

    private static string Label(SeriesPool pool, string name) =>
        pool.Attribute($"net.{name}.in", "interface") is { Length: > 0 } label ? label : name;

    private static bool IsInner(string name) => Inner.Any(i => name.StartsWith(i, StringComparison.Ordinal));
}
