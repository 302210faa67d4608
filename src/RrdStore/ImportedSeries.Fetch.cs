using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial record ImportedSeries
{
    private long LastSeconds => Last.UnixMicroseconds / 1_000_000;

    /// <summary>Which rows answer a question, as <see cref="RoundRobinStore.Resolve"/> says it of a series in a store.</summary>
    /// <param name="function">The consolidation function.</param>
    /// <param name="range">The time asked for; the rows cover it, rounded outwards to their step.</param>
    /// <param name="resolutionSeconds">The wished step.</param>
    /// <exception cref="ArgumentException">No archive has the function, or the range has more rows than an array can have.</exception>
    public Rows Resolve(ConsolidationFunction function, TimeRange range, int resolutionSeconds) =>
        ArchiveChoice.RowsOf(Definition, function, LastSeconds, range, resolutionSeconds);

    /// <summary>Reads the rows that <see cref="Resolve"/> named.</summary>
    /// <param name="function">The consolidation function.</param>
    /// <param name="rows">The rows. Those that no archive has any more, or yet, are unknown.</param>
    /// <param name="destination">At least <c>rows.Count</c> values, oldest first; unknown rows are NaN.</param>
    public void Fetch(ConsolidationFunction function, Rows rows, Span<double> destination)
    {
        destination = destination[..rows.Count];
        destination.Fill(double.NaN);
        if (Find(function, rows.StepSeconds) is not { } archive)
            return;
        var oldest = archive.EndSeconds - archive.Rows.Length * (long)rows.StepSeconds;
        var ahead = (rows.StartSeconds - oldest) / rows.StepSeconds;
        for (var i = Math.Max(0, -ahead); i < rows.Count && ahead + i < archive.Rows.Length; i++)
            destination[(int)i] = archive.Rows[(int)(ahead + i)];
    }

    /// <summary>The archive of the function; of single steps every function says the same.</summary>
    private ImportedArchive? Find(ConsolidationFunction function, int rowSeconds)
    {
        ImportedArchive? found = null;
        foreach (var archive in Archives)
        {
            if (archive.Definition.StepsPerRow * (long)Definition.Schema.StepSeconds != rowSeconds)
                continue;
            if (archive.Definition.Function == function)
                return archive;
            if (archive.Definition.StepsPerRow == 1)
                found ??= archive;
        }
        return found;
    }
}
