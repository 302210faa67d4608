namespace Metrics.Collector;

/// <summary>TCP connections of IPv4 and IPv6 together: /proc/net/snmp and /proc/net/sockstat, proc_pid_net(5). The kernel counts both in these
/// files; sockstat6 has no more than the sockets in use.</summary>
internal sealed class TcpSource(CollectorOptions options) : ISource
{
    private readonly ProcFile snmp = new(Path.Combine(options.ProcRoot, "net/snmp"));
    private readonly ProcFile sockets = new(Path.Combine(options.ProcRoot, "net/sockstat"));
    private KeyedCounts connections = new("");
    private KeyedCounts waiting = new("");

    public string Name => "tcp";

    public void Discover(SeriesCatalog catalog)
    {
        connections = !snmp.Exists ? new(snmp.Path) : new(snmp.Path,
            ("CurrEstab", catalog.Define("tcp.established", Types.Gauge, "1", "Established"), 1),
            ("ActiveOpens", catalog.Define("tcp.opened", Types.Counter, "1/s", "Opened"), 1),
            ("PassiveOpens", catalog.Define("tcp.accepted", Types.Counter, "1/s", "Accepted"), 1),
            ("RetransSegs", catalog.Define("tcp.retransmitted", Types.Counter, "1/s", "Segments sent again"), 1));
        waiting = !sockets.Exists ? new(sockets.Path) : new(sockets.Path,
            ("tw", catalog.Define("tcp.timewait", Types.Gauge, "1", "Time wait"), 1),
            ("orphan", catalog.Define("tcp.orphan", Types.Gauge, "1", "Without a process"), 1));
    }

    public void Read(ReadingBatch readings)
    {
        if (!connections.IsEmpty)
            ReadSnmp(readings);
        if (!waiting.IsEmpty)
            ReadSockets(readings);
    }

    public void Dispose()
    {
        snmp.Dispose();
        sockets.Dispose();
    }

    /// <summary>A line of names, and below it a line of numbers.</summary>
    private void ReadSnmp(ReadingBatch readings)
    {
        var lines = new Lines(snmp.Read(readings.Faults));
        while (lines.Next(out var names))
        {
            if (!names.StartsWith("Tcp: "u8) || !lines.Next(out var numbers))
                continue;
            var name = new Fields(names);
            var number = new Fields(numbers);
            while (name.Next(out var key) && number.Next(out var text))
                connections.Take(key, text);
            break;
        }
        connections.Add(readings);
    }

    /// <summary>Names and numbers by turns: <c>TCP: inuse 1 orphan 0 tw 1 alloc 1 mem 161</c>.</summary>
    private void ReadSockets(ReadingBatch readings)
    {
        var lines = new Lines(sockets.Read(readings.Faults));
        while (lines.Next(out var line))
        {
            if (!line.StartsWith("TCP: "u8))
                continue;
            var fields = new Fields(line);
            fields.Skip(1);
            while (fields.Next(out var key) && fields.Next(out var text))
                waiting.Take(key, text);
        }
        waiting.Add(readings);
    }
}
