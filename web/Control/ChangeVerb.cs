using Metrics.RrdStore;
using Metrics.Web.Commands;

namespace Metrics.Web.Control;

/// <summary>Gives series another schema, or says what would be kept, filled and lost.</summary>
internal static class ChangeVerb
{
    // Of a group, as examples.
    private const int MostNames = 5;

    /// <summary>Changes all series that a pattern names, durably and in the order of their names, until one cannot be changed. None is where one of
    /// the new schemas contradicts itself, or the disk has no room for the rows that come.</summary>
    /// <exception cref="ControlRefusedException">No series has such a name, a schema cannot be, or there is no room; the message says why.</exception>
    public static ChangeAnswer Change(RoundRobinStore store, ChangeRequest request)
    {
        var series = NamePattern.Select(store.List(), request.Series);
        var groups = series.GroupBy(one => (Source: one.Definition.Source with { Expression = null }, one.Definition.Schema))
            .Select(group => (Before: group.Key, After: SchemaEdit.Of(group.Key.Source, group.Key.Schema, request), Series: group.ToList()))
            .Where(group => group.Before != group.After)
            .ToList();
        var changes = groups.SelectMany(group => group.Series.Select(one => (one.Name, Change: Change(one, group.After)))).OrderBy(one => one.Name).ToList();
        var bytes = groups.Sum(group => group.Series.Sum(one => SpacePlan.BytesOfChange(group.Before.Schema, group.After.Schema, KnownSeconds(store, one.Id))));
        return new ChangeAnswer(
            request.DryRun, series.Count - changes.Count, [.. groups.Select(group => Contract(group.Before, group.After, group.Series))],
            bytes, request.DryRun ? null : Change(store, changes, bytes));
    }

    // In the order of names, so that where it stopped says of each series whether it is changed.
    private static ChangeStopContract? Change(RoundRobinStore store, List<(SeriesName Name, SeriesChange Change)> changes, long bytes)
    {
        var free = new DriveInfo(store.Directory).AvailableFreeSpace;
        if (bytes > free)
            throw new ControlRefusedException(
                $"The rows that are made anew take about {StoreOutput.Bytes(bytes)}, and {store.Directory} has room for {StoreOutput.Bytes(free)}. Nothing was changed.");
        var (changed, fault) = store.Change([.. changes.Select(one => one.Change)]);
        return fault is null ? null : new ChangeStopContract(changed, changed < changes.Count ? changes[changed].Name.Value : null, changes.Count - changed, fault);
    }

    private static long KnownSeconds(RoundRobinStore store, SeriesId series) =>
        store.FirstKnown(series) is { } first ? Math.Max(0, store.Latest(series).UnixSeconds - first) : 0;

    private static SeriesChange Change(SeriesInfo series, (DataSource Source, Schema Schema) after) =>
        new(series.Id, after.Source with { Expression = series.Definition.Source.Expression }, after.Schema);

    private static ChangedContract Contract((DataSource Source, Schema Schema) before, (DataSource Source, Schema Schema) after, List<SeriesInfo> series) => new(
        series.Count, [.. series.Take(MostNames).Select(one => one.Name.Value)],
        SchemaOf(before), SchemaOf(after), [.. Archives(before.Schema, after.Schema)]);

    private static DeclaredContract SchemaOf((DataSource Source, Schema Schema) declared) => new(
        declared.Schema.StepSeconds, declared.Schema.HeartbeatSeconds, Known(declared.Source.Minimum), Known(declared.Source.Maximum),
        SpacePlan.Of(declared.Schema).MostBytes);

    private static double? Known(double limit) => double.IsNaN(limit) ? null : limit;

    // Archives by function and seconds of a row, those of the shortest rows first.
    private static IEnumerable<ChangedArchiveContract> Archives(Schema before, Schema after)
    {
        var keys = before.Archives.Select(archive => (archive.Function, RowSeconds: archive.StepsPerRow * before.StepSeconds))
            .Union(after.Archives.Select(archive => (archive.Function, RowSeconds: archive.StepsPerRow * after.StepSeconds)));
        foreach (var (function, rowSeconds) in keys.OrderBy(key => key.RowSeconds).ThenBy(key => key.Function))
        {
            var (old, renewed) = (Find(before, function, rowSeconds), Find(after, function, rowSeconds));
            // With another step every row is made anew.
            var had = before.StepSeconds == after.StepSeconds ? RowsHeld(before, function, rowSeconds) : 0;
            var hasStill = before.StepSeconds == after.StepSeconds ? RowsHeld(after, function, rowSeconds) : renewed?.Rows ?? 0;
            var kept = renewed is null ? 0 : Math.Min(had, renewed.Rows);
            yield return new ChangedArchiveContract(
                function, rowSeconds, old?.Rows ?? 0, renewed?.Rows ?? 0, kept, (renewed?.Rows ?? 0) - kept, Math.Max(0, (old?.Rows ?? 0) - hasStill), old?.Xff, renewed?.Xff);
        }
    }

    private static ArchiveDefinition? Find(Schema schema, ConsolidationFunction function, int rowSeconds) =>
        schema.Archives.FirstOrDefault(archive => archive.Function == function && archive.StepsPerRow * schema.StepSeconds == rowSeconds);

    // With one step a row all functions have the same rows.
    private static int RowsHeld(Schema schema, ConsolidationFunction function, int rowSeconds) => schema.Archives
        .Where(archive => archive.StepsPerRow * schema.StepSeconds == rowSeconds && (archive.Function == function || archive.StepsPerRow == 1))
        .Select(archive => archive.Rows).DefaultIfEmpty().Max();
}
