using System.Text;
using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Network interfaces: /proc/net/dev, proc_pid_net(5), whose counters have 64 bits; one file for all of them costs a fiftieth of the eight files each
/// has in /sys/class/net. Facts beside them are from there.</summary>
/// <remarks>The loopback is left out, and so are the ends of virtual cables (<c>veth…</c>): containers make them under ever new names.</remarks>
internal sealed class NetworkSource(CollectorOptions options) : ISource
{
    /// <summary>Interfaces sampled; a fault says when there are more.</summary>
    internal const int MaximumInterfaces = 1000;

    // Where a field is among the 16 of a line.
    private static readonly (string Suffix, int Field, string Unit, string Label)[] Columns =
    [
        ("in", 0, "By/s", "in"), ("out", 8, "By/s", "out"),
        ("in.packets", 1, "1/s", "in"), ("out.packets", 9, "1/s", "out"),
        ("in.errors", 2, "1/s", "in"), ("out.errors", 10, "1/s", "out"),
        ("in.drops", 3, "1/s", "in"), ("out.drops", 11, "1/s", "out"),
    ];

    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "net/dev"));
    private readonly ulong[] counts = new ulong[16];
    private NamedRows<SeriesId[]> interfaces = new([]);

    public string Name => "network";

    public void Discover(SeriesCatalog catalog)
    {
        if (!catalog.Requires(file))
            return;
        var names = new List<byte[]>();
        var lines = new Lines(file.Read(catalog.Faults));
        while (lines.Next(out var line))
        {
            if (!TrySplit(line, out var name, out _) || IsIgnored(name))
                continue;
            if (names.Count == MaximumInterfaces)
            {
                catalog.Faults.Add(file.Path, $"has more than {MaximumInterfaces} interfaces; the rest is not sampled.");
                break;
            }
            names.Add(name.ToArray());
        }
        var keys = SeriesKeys.Of([.. names.Select(Encoding.UTF8.GetString)]);
        interfaces = new([.. names.Select(name => (name, Define(catalog, Encoding.UTF8.GetString(name), keys)))]);
    }

    public void Read(ReadingBatch readings)
    {
        if (interfaces.Count == 0)
            return;
        var lines = new Lines(file.Read(readings.Faults));
        while (lines.Next(out var line))
        {
            if (!TrySplit(line, out var name, out var rest) || IsIgnored(name) || !interfaces.TryFind(name, out var series))
                continue;
            if (TryCounts(rest))
            {
                for (var i = 0; i < series.Length; i++)
                    readings.AddCount(series[i], counts[Columns[i].Field]);
                continue;
            }
            foreach (var one in series)
                readings.AddUnknown(one);
            readings.Faults.Add(file.Path, "has a line that is not an interface and 16 numbers.");
        }
    }

    public void Dispose() => file.Dispose();

    private SeriesId[] Define(SeriesCatalog catalog, string name, Dictionary<string, string> keys)
    {
        var link = InterfaceLink.Of(options.SysRoot, name);
        var rate = new DataSource(DataSourceType.Derive, 0, link.MaximumBytesPerSecond);
        return [.. Columns.Select(c => catalog.Define($"net.{keys[name]}.{c.Suffix}", c.Unit == "By/s" ? rate : Types.Counter, c.Unit, c.Label,
            ("interface", Label.Of(name)), ("speed", link.BitsPerSecond?.ToString()), ("alias", link.Alias)))];
    }

    private static bool IsIgnored(ReadOnlySpan<byte> name) => name.SequenceEqual("lo"u8) || name.StartsWith("veth"u8);

    /// <summary>Splits a line; the two lines of headings have no colon before their first bar.</summary>
    private static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> rest)
    {
        var colon = line.IndexOf((byte)':');
        name = colon < 0 ? default : line[..colon].Trim((byte)' ');
        rest = colon < 0 ? default : line[(colon + 1)..];
        return !name.IsEmpty && !name.ContainsAny((byte)'|', (byte)'/');
    }

    private bool TryCounts(ReadOnlySpan<byte> rest)
    {
        var fields = new Fields(rest);
        foreach (ref var count in counts.AsSpan())
            if (!fields.NextCount(out count))
                return false;
        return true;
    }
}
