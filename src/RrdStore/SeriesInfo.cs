namespace Metrics.RrdStore;

/// <summary>A series as a store knows it now.</summary>
/// <param name="Id">Its number in this store.</param>
/// <param name="Definition">What was declared of it.</param>
public sealed record SeriesInfo(SeriesId Id, SeriesDefinition Definition)
{
    /// <summary>The name of the series.</summary>
    public SeriesName Name => Definition.Name;

    /// <summary>What the series means to people.</summary>
    public SeriesMetadata Metadata => Definition.Metadata;
}
