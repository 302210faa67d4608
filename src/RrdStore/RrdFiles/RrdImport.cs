using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>What became of a database on its way into a store.</summary>
/// <param name="Series">One series for each data source that could be taken.</param>
/// <param name="Notes">What was taken how, in the order of the file: for the summary of an import.</param>
/// <param name="Archives">By archive of each series, what the notes call it.</param>
public sealed record RrdImport(ImmutableArray<ImportedSeries> Series, ImmutableArray<RrdNote> Notes, ImmutableArray<string> Archives);
