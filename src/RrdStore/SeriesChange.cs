namespace Metrics.RrdStore;

/// <summary>Another source and schema for a series.</summary>
/// <param name="Series">The series.</param>
/// <param name="Source">How its readings are to be understood; of a computed series with its expression.</param>
/// <param name="Schema">What is to be kept.</param>
public sealed record SeriesChange(SeriesId Series, DataSource Source, Schema Schema);
