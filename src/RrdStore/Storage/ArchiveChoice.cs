namespace Metrics.RrdStore.Storage;

/// <summary>Which archive answers a fetch: rrd_fetch.c.</summary>
internal static class ArchiveChoice
{
    /// <summary>The rows of the archive chosen, those that cover a range rounded outwards to their step.</summary>
    /// <exception cref="ArgumentException">No archive has the function, or the range has more rows than an array can have.</exception>
    public static Rows RowsOf(SeriesDefinition definition, ConsolidationFunction function, long last, TimeRange range, int resolutionSeconds)
    {
        var archive = Choose(definition.Schema, function, last, range.StartSeconds, range.EndSeconds, resolutionSeconds)
            ?? throw new ArgumentException($"{definition.Name} keeps no archive of {function}.", nameof(function));
        var step = archive.StepsPerRow * definition.Schema.StepSeconds;
        var start = range.StartSeconds - range.StartSeconds % step;
        var count = (range.EndSeconds - start + step - 1) / step;
        if (count > Array.MaxLength)
            throw new ArgumentException($"{count:N0} rows of {step} seconds are too many.", nameof(range));
        return new Rows(start, step, (int)count);
    }

    /// <summary>Of the archives that have the function, or one step per row, and reach back to the start, the one whose rows are nearest
    /// to the wished length, the first of equals; if none reaches, the one that covers most, then the nearest.</summary>
    /// <returns>The archive, or null when none has the function.</returns>
    private static ArchiveDefinition? Choose(
        Schema schema, ConsolidationFunction function, long last, long start, long end, int resolutionSeconds)
    {
        ArchiveDefinition? full = null, part = null;
        long fullDifference = 0, partDifference = 0, partMatch = 0;
        foreach (var archive in schema.Archives)
        {
            if (archive.Function != function && archive.StepsPerRow != 1)
                continue;
            var seconds = (long)archive.StepsPerRow * schema.StepSeconds;
            var reach = last - last % seconds - archive.Rows * seconds;
            var difference = Math.Abs(resolutionSeconds - seconds);
            if (reach <= start)
            {
                if (full is null || difference < fullDifference)
                    (full, fullDifference) = (archive, difference);
                continue;
            }
            var match = end - start - (reach - start);
            if (part is null || match > partMatch || match == partMatch && difference < partDifference)
                (part, partMatch, partDifference) = (archive, match, difference);
        }
        return full ?? part;
    }
}
