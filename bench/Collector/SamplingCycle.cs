using Metrics.Collector;
using Metrics.RrdStore;

namespace Metrics.Bench.Collector;

/// <summary>All sources of this machine, asked one after another.</summary>
internal sealed class SamplingCycle : IDisposable
{
    private readonly List<(ISource Source, SeriesCatalog Catalog, ReadingBatch Batch)> sources = [];

    /// <summary>Makes them and lets them look around.</summary>
    public SamplingCycle(RoundRobinStore store)
    {
        foreach (var registration in BuiltInSources.Of(new CollectorOptions()))
            sources.Add((registration.Source, new SeriesCatalog(store, registration.Schema), new ReadingBatch()));
        Discover();
    }

    /// <summary>Looks around.</summary>
    public void Discover()
    {
        foreach (var (source, catalog, _) in sources)
        {
            catalog.Begin();
            source.Discover(catalog);
            catalog.End();
        }
    }

    /// <summary>One cycle.</summary>
    /// <returns>Values read.</returns>
    public int Read()
    {
        var values = 0;
        foreach (var (source, _, batch) in sources)
        {
            batch.Begin(0);
            source.Read(batch);
            values += batch.Count;
        }
        return values;
    }

    /// <summary>Lets their files go.</summary>
    public void Dispose()
    {
        foreach (var (source, _, _) in sources)
            source.Dispose();
    }
}
