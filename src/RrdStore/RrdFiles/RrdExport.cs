using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>What became of series on their way into a database.</summary>
/// <param name="File">The database, one data source for each series, in their order.</param>
/// <param name="Notes">What was put how: for the summary of an export.</param>
public sealed record RrdExport(RrdFile File, ImmutableArray<RrdNote> Notes);
