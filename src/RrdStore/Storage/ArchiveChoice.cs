namespace Metrics.RrdStore.Storage;

/// <summary>Which archive answers a fetch: rrd_fetch.c.</summary>
internal static class ArchiveChoice
{
    /// <summary>Of the archives that have the function, or one step per row, and reach back to the start, the one whose rows are nearest
    /// to the wished length, the first of equals; if none reaches, the one that covers most, then the nearest.</summary>
    /// <returns>The archive, or null when none has the function.</returns>
    public static ArchiveDefinition? Choose(
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
