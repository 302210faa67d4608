using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Declares the series of one source in the store, with the schema of that source.</summary>
public sealed class SeriesCatalog(RoundRobinStore store, Schema schema)
{
    /// <summary>Declares a series, or finds it again.</summary>
    public SeriesId Define(string name, DataSource source, SeriesMetadata metadata) =>
        store.Define(new SeriesDefinition(SeriesName.Parse(name), source, schema, metadata)).Id;
}
