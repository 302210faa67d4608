namespace Metrics.RrdStore;

/// <summary>All that is declared of a series.</summary>
/// <param name="Name">The name, unique in a store.</param>
/// <param name="Source">How its readings are understood.</param>
/// <param name="Schema">What is kept of it.</param>
/// <param name="Metadata">What it means to people.</param>
public sealed record SeriesDefinition(SeriesName Name, DataSource Source, Schema Schema, SeriesMetadata Metadata);
