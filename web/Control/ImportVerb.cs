using Metrics.RrdStore;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.Web.Control;

/// <summary>Takes a database of RRDtool in.</summary>
internal static class ImportVerb
{
    // Rows that may wait in memory for the disk before the next file is read.
    private const long MostUnsavedBytes = 64L << 20;

    /// <summary>Imports the series of a file. Those that the store has already up to the same last reading are left alone, so that an import
    /// that was interrupted is simply started again.</summary>
    public static ImportAnswer Import(RoundRobinStore store, ImportRequest request)
    {
        WaitForDisk(store);
        var mapped = RrdMapping.ToSeries(RrdFile.Read(request.Path), request.Prefix);
        List<string> imported = [], present = [];
        var notes = mapped.Notes
            .Where(note => note.Outcome != RrdOutcome.Mapped || !note.Subject.StartsWith("data source", StringComparison.Ordinal))
            .Select(NoteContract.Of).ToList();
        foreach (var one in mapped.Series)
        {
            var name = one.Definition.Name;
            if (IsPresent(store, one))
            {
                present.Add(name.Value);
                continue;
            }
            store.Import(Readable(one, notes));
            imported.Add(name.Value);
        }
        return new ImportAnswer(imported, present, notes);
    }

    private static bool IsPresent(RoundRobinStore store, ImportedSeries series)
    {
        if (!store.TryFind(series.Definition.Name, out var known))
            return false;
        var last = store.Export(known.Id).Last;
        return last.UnixMicroseconds == series.Last.UnixMicroseconds && last.Kind == series.Last.Kind
            && last.Count == series.Last.Count;
    }

    // A store computes nothing by itself: the past of a computed source is kept, and new rows do not come.
    private static ImportedSeries Readable(ImportedSeries series, List<NoteContract> notes)
    {
        var source = series.Definition.Source;
        if (source.Type != DataSourceType.Compute)
            return series;
        notes.Add(new NoteContract(RrdOutcome.Changed, $"series {series.Definition.Name}", "kept as a gauge; its rows end with the file"));
        var gauge = new DataSource(DataSourceType.Gauge, source.Minimum, source.Maximum);
        return series with { Definition = series.Definition with { Source = gauge } };
    }

    private static void WaitForDisk(RoundRobinStore store)
    {
        while (store.Health is { UnsavedBytes: > MostUnsavedBytes } health)
        {
            if (health.LastError is { } error)
                throw new IOException($"The store cannot be written: {error}");
            Thread.Sleep(TimeSpan.FromMilliseconds(50));
        }
    }
}
