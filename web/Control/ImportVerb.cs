using System.Collections.Immutable;
using Metrics.RrdStore;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.Web.Control;

/// <summary>Takes a database of RRDtool in.</summary>
internal static class ImportVerb
{
    // Rows that may wait in memory for the disk before the next file is read.
    private const long MostUnsavedBytes = 64L << 20;

    /// <summary>Imports the series of a file. Those that the store has already up to the same last reading are left alone, so that an import
    /// that was interrupted is simply started again. When one cannot be taken, those before it are in all the same.</summary>
    public static ImportAnswer Import(RoundRobinStore store, ImportRequest request)
    {
        WaitForDisk(store);
        var mapped = RrdMapping.ToSeries(RrdFile.Read(request.Path), request.Prefix);
        List<string> imported = [], present = [];
        var notes = mapped.Notes
            .Where(note => note.Outcome != RrdOutcome.Mapped || !note.Subject.StartsWith("data source", StringComparison.Ordinal))
            .Select(NoteContract.Of).ToList();
        var leftOut = new int[mapped.Archives.Length];
        string? failure = null;
        try
        {
            foreach (var one in mapped.Series)
            {
                var name = one.Definition.Name;
                if (store.IsFuture(one))
                {
                    notes.Add(new NoteContract(RrdOutcome.LeftOut, $"series {name}", "its last update is more than a day in the future"));
                    continue;
                }
                if (IsPresent(store, one))
                {
                    present.Add(name.Value);
                    continue;
                }
                var rows = Take(store, one, notes);
                for (var i = 0; i < leftOut.Length; i++)
                    leftOut[i] += rows[i];
                imported.Add(name.Value);
            }
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            failure = ControlRefusedException.ReasonOf(e);
        }
        for (var i = 0; i < leftOut.Length; i++)
            if (leftOut[i] > 0)
                NoteLeftOut(notes, mapped.Archives[i], leftOut[i]);
        if (imported.Count == 0)
            notes.RemoveAll(note => note.Outcome != RrdOutcome.LeftOut);
        return new ImportAnswer(imported, present, notes, failure);
    }

    private static bool IsPresent(RoundRobinStore store, ImportedSeries series)
    {
        if (!store.TryFind(series.Definition.Name, out var known))
            return false;
        var last = store.Export(known.Id).Last;
        return last.UnixMicroseconds == series.Last.UnixMicroseconds && last.Kind == series.Last.Kind
            && last.Count == series.Last.Count;
    }

    // The past of a computed series is kept also where the store cannot go on with it.
    private static ImmutableArray<int> Take(RoundRobinStore store, ImportedSeries series, List<NoteContract> notes)
    {
        var definition = series.Definition;
        if (definition.Source is { Expression: { } expression } && store.ComputeFault(definition) is { } fault)
        {
            var attributes = definition.Metadata.Attributes.Add(RrdMapping.ExpressionAttribute, expression);
            definition = definition with
            {
                Source = new DataSource(DataSourceType.Gauge),
                Metadata = definition.Metadata with { Attributes = attributes },
            };
            notes.Add(new NoteContract(RrdOutcome.Changed, $"series {definition.Name}",
                $"kept as a gauge with the attribute \"{RrdMapping.ExpressionAttribute}\"; its rows end with the file. {fault}"));
        }
        return store.Import(series with { Definition = definition }).LeftOutRows;
    }

    // What was said of the archive before is not true of it as a whole.
    private static void NoteLeftOut(List<NoteContract> notes, string archive, int rows)
    {
        notes.RemoveAll(note => note.Subject == archive);
        notes.Add(new NoteContract(RrdOutcome.LeftOut, archive, $"{rows} known rows are older than what is kept beside current series; any others are kept"));
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
