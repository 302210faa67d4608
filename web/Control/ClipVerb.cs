using Metrics.RrdStore;

namespace Metrics.Web.Control;

/// <summary>Makes rows outside of limits unknown, or counts those that would become it.</summary>
internal static class ClipVerb
{
    /// <summary>Clips, durably.</summary>
    public static ClipAnswer Clip(RoundRobinStore store, SeriesInfo series, ClipRequest request)
    {
        var (below, above) = (request.Below ?? double.NaN, request.Above ?? double.NaN);
        var range = new TimeRange(request.FromSeconds, request.ToSeconds);
        var archives = request.DryRun ? Count(store.Export(series.Id), below, above, range) : store.Clip(series.Id, below, above, range);
        if (!request.DryRun)
            store.Flush();
        return new ClipAnswer(series.Name.Value, request.DryRun, [.. archives.Select(one => new ClippedContract(
            one.Archive.Function, one.Archive.StepsPerRow * series.Definition.Schema.StepSeconds, one.Looked, one.Clipped))]);
    }

    private static IEnumerable<ClippedArchive> Count(ImportedSeries series, double below, double above, TimeRange range)
    {
        foreach (var archive in series.Archives)
        {
            var seconds = (long)archive.Definition.StepsPerRow * series.Definition.Schema.StepSeconds;
            int looked = 0, outside = 0;
            for (var i = 0; i < archive.Rows.Length; i++)
            {
                var (value, end) = (archive.Rows[i], archive.EndSeconds - (archive.Rows.Length - 1 - i) * seconds);
                if (double.IsNaN(value) || end <= range.StartSeconds || end > range.EndSeconds)
                    continue;
                looked++;
                if (value < below || value > above)
                    outside++;
            }
            yield return new ClippedArchive(archive.Definition, looked, outside);
        }
    }
}
