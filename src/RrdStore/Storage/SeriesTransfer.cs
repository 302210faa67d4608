using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Metrics.RrdStore.Consolidation;

namespace Metrics.RrdStore.Storage;

/// <summary>Puts a series with all its state and rows into a shard, and takes it out.</summary>
internal static class SeriesTransfer
{
    /// <summary>Puts a series into the slot where it is defined and has no reading.</summary>
    /// <param name="imported">The series.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="latestSeconds">Rows of others that begin later do not count as what is kept.</param>
    /// <param name="sealer">Takes the rows.</param>
    /// <returns>By archive, how many known rows were left out, since the files of their time go or are gone.</returns>
    public static ImmutableArray<int> Put(ImportedSeries imported, Shard shard, int slot, long latestSeconds, Sealer sealer)
    {
        ref var state = ref shard[slot];
        var layout = state.Layout!;
        var last = imported.Last.UnixMicroseconds;
        var step = last / layout.StepMicroseconds;
        state.LastMicroseconds = last;
        state.LastKind = imported.Last.Kind;
        state.LastBits = imported.Last.Bits;
        state.StepEndSeconds = (uint)((step + 1) * layout.Schema.StepSeconds);
        state.Latest = double.NaN;
        state.Point = new OpenPoint
        {
            Sum = imported.OpenPoint.Sum,
            UnknownMicroseconds = Math.Clamp((long)Math.Round(imported.OpenPoint.UnknownSeconds * 1e6), 0, layout.StepMicroseconds),
        };
        var series = shard.Number * Shard.Capacity + slot;
        // As it was before: the columns of one class have rows of their own, and the newest of them would count for the others.
        long[] oldest = [.. layout.Columns.Select(c => c.Class.OldestKept(latestSeconds))];
        for (var i = 0; i < layout.Columns.Length; i++)
        {
            var column = layout.Columns[i];
            // Of archives that share a column, the one with most rows has all of them.
            var archive = imported.Archives
                .Where(a => layout.ColumnOf(a.Definition.Function, a.Definition.StepsPerRow) == i).MaxBy(a => a.Rows.Length)!;
            var open = step / column.StepsPerRow;
            var passed = (int)(step % column.StepsPerRow);
            var row = OpenRow.StartingAfter(column.Function, column.StepsPerRow, passed);
            row.Unknown = Math.Clamp(archive.OpenUnknown, 0, passed);
            if (!double.IsNaN(archive.OpenValue))
                row.Value = archive.OpenValue;
            ref var made = ref shard.Memory.Columns[state.ColumnBase + i];
            made = new ColumnState { OpenRowNumber = (uint)open };
            made.Keep(row);
            PutRows(archive, column, open, oldest[i], series, shard, sealer, ref state);
        }
        return [.. imported.Archives.Select(a =>
        {
            var i = layout.ColumnOf(a.Definition.Function, a.Definition.StepsPerRow);
            var older = a.Rows.AsSpan()[..OlderThan(oldest[i], a, layout.Columns[i])];
            return older.Length - older.Count(double.NaN);
        })];
    }

    // How many of its rows are older than one.
    private static int OlderThan(long oldest, ImportedArchive archive, Column column) =>
        (int)Math.Clamp(oldest - (archive.EndSeconds / column.Class.RowSeconds - archive.Rows.Length), 0, archive.Rows.Length);

    /// <summary>Takes a settled series out.</summary>
    /// <param name="definition">What is declared of it.</param>
    /// <param name="shard">Its shard.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="damaged">How many blocks were found damaged; their rows are unknown.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ImportedSeries Get(SeriesDefinition definition, Shard shard, int slot, out int damaged)
    {
        damaged = 0;
        ref var state = ref shard[slot];
        var layout = state.Layout!;
        var archives = ImmutableArray.CreateBuilder<ImportedArchive>();
        foreach (var archive in definition.Schema.Archives)
        {
            var index = layout.ColumnOf(archive.Function, archive.StepsPerRow);
            var column = layout.Columns[index];
            var open = shard.Memory.Columns[state.ColumnBase + index];
            var rows = new double[(int)Math.Min(archive.Rows, open.OpenRowNumber)];
            var first = open.OpenRowNumber - (long)rows.Length;
            rows.AsSpan().Fill(double.NaN);
            damaged += column.Class.Read(shard.Number * Shard.Capacity + slot, (int)column.Function, first, rows);
            var waiting = Math.Min(open.HotCount, rows.Length);
            shard.Memory.Hot.AsSpan(state.HotBase + column.HotOffset + open.HotCount - waiting, waiting).CopyTo(rows.AsSpan(rows.Length - waiting));
            var value = column.StepsPerRow == 1 || double.IsInfinity(open.OpenValue) ? double.NaN : open.OpenValue;
            archives.Add(new ImportedArchive(
                archive, open.OpenRowNumber * (long)column.Class.RowSeconds, ImmutableCollectionsMarshal.AsImmutableArray(rows),
                value, column.StepsPerRow == 1 ? 0 : open.OpenUnknown));
        }
        var last = Reading.FromBits(new SeriesId(0), state.LastMicroseconds, state.LastKind, state.LastBits);
        return new ImportedSeries(
            definition, last, new ImportedPoint(state.Point.Sum, state.Point.UnknownMicroseconds / 1e6), archives.ToImmutable());
    }

    private static void PutRows(
        ImportedArchive archive, Column column, long open, long oldest, int series, Shard shard, Sealer sealer, ref SeriesState state)
    {
        var seconds = column.Class.RowSeconds;
        var rows = archive.Rows.AsSpan();
        var end = Math.Min(archive.EndSeconds / seconds, open);
        rows = rows[^(int)Math.Clamp(Math.Min(end - Math.Max(oldest, 0), column.Class.Rows), 0, rows.Length)..];
        var known = rows.IndexOfAnyExcept(double.NaN);
        if (known < 0)
            return;
        var first = end - rows.Length + known;
        var firstEnd = (uint)((first + 1) * seconds);
        if (state.FirstKnownSeconds == 0 || firstEnd < state.FirstKnownSeconds)
            state.FirstKnownSeconds = firstEnd;
        if (column.StepsPerRow == 1 && end == open)
        {
            state.Latest = rows[^1];
            state.AnyClosed = true;
        }
        sealer.Add(column.Class, series, column, first, rows[known..]);
        sealer.Finish(shard.Number);
    }
}
