namespace Metrics.RrdStore;

/// <summary>A series as a store knows it now.</summary>
/// <param name="Id">Its number in this store.</param>
/// <param name="Definition">What holds for it.</param>
/// <param name="Declared">What was declared of it last, where <see cref="RoundRobinStore.Change"/> has made something else of that; else null.</param>
public sealed record SeriesInfo(SeriesId Id, SeriesDefinition Definition, SeriesDeclaration? Declared = null)
{
    /// <summary>The name of the series.</summary>
    public SeriesName Name => Definition.Name;

    /// <summary>What the series means to people.</summary>
    public SeriesMetadata Metadata => Definition.Metadata;
}
