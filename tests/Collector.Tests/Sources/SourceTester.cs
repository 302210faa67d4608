using Metrics.RrdStore;

namespace Metrics.Collector.Tests;

/// <summary>Asks one source, without a clock, and gives its readings by name.</summary>
internal sealed class SourceTester : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly RoundRobinStore store;
    private readonly ISource source;
    private readonly SeriesCatalog catalog;
    private readonly ReadingBatch batch = new();

    /// <summary>Tests a source on a store of its own, or on that of an earlier one, as after a restart.</summary>
    public SourceTester(ISource source, SourceTester? earlier = null)
    {
        this.source = source;
        store = earlier?.store ?? RoundRobinStore.Open(directory.Path);
        catalog = new SeriesCatalog(store, DefaultSchemas.Of(TimeSpan.FromSeconds(10)));
    }

    public List<string> Faults { get; } = [];

    public int SeriesCount => catalog.Count;

    public SourceTester Discover()
    {
        catalog.Begin();
        source.Discover(catalog);
        catalog.End();
        catalog.Faults.Settle(DateTimeOffset.UnixEpoch, f => Faults.Add($"{f.Path} {f.Problem}"));
        return this;
    }

    /// <summary>Reads once; NaN is unknown, and what is absent is not there.</summary>
    public Dictionary<string, double> Read()
    {
        ReadOnly();
        batch.Faults.Settle(DateTimeOffset.UnixEpoch, f => Faults.Add($"{f.Path} {f.Problem}"));
        var names = store.List().ToDictionary(s => s.Id, s => s.Name.Value);
        return batch.Readings.ToArray().ToDictionary(r => names[r.Series], r => r.Number);
    }

    /// <summary>Reads as the collector does, into the batch alone.</summary>
    public void ReadOnly()
    {
        batch.Begin(1_000_000);
        source.Read(batch);
    }

    public SeriesInfo Series(string name) =>
        store.TryFind(SeriesName.Parse(name), out var series) ? series : throw new KeyNotFoundException($"There is no series {name}.");

    public void Dispose()
    {
        source.Dispose();
        store.Dispose();
        directory.Dispose();
    }
}
