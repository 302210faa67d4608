using Metrics.Collector;
using Metrics.RrdStore;

namespace Metrics.Web.Firewall;

/// <summary>Packets that the firewall drops, by what drops them, and how many addresses are blocked.</summary>
internal sealed class DropSource(FirewallWatch watch) : ISource
{
    private static readonly DataSource Gauge = new(DataSourceType.Gauge);
    private static readonly DataSource Counter = new(DataSourceType.Derive, Minimum: 0);

    private readonly Dictionary<string, SeriesId> dropped = new(StringComparer.Ordinal);
    private SeriesId blocks;

    public string Name => "firewall";

    public void Discover(SeriesCatalog catalog)
    {
        if (watch.Last is not { } state)
            return;
        blocks = catalog.Define("firewall.blocks", Gauge, "1", "Blocked addresses");
        foreach (var drop in state.Drops)
            dropped[drop.Name] = catalog.Define($"firewall.{drop.Name}.dropped", Counter, "{packet}/s", LabelOf(drop.Name));
    }

    public void Read(ReadingBatch readings)
    {
        if (dropped.Count == 0)
            return;
        var state = watch.Last;
        foreach (var (name, series) in dropped)
        {
            if (state?.Drops.FirstOrDefault(drop => drop.Name == name) is { } drop)
                readings.AddCount(series, (ulong)drop.Packets);
            else
                readings.AddUnknown(series);
        }
        readings.Add(blocks, state?.Blocks ?? double.NaN);
    }

    public void Dispose()
    {
    }

    private static string LabelOf(string name) => name switch
    {
        "addresses" => "Blocked addresses",
        "networks" => "Blocked networks",
        "panic" => "Panic",
        _ => $"List {name[(name.IndexOf('.') + 1)..]}",
    };
}
