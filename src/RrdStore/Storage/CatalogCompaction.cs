using System.Buffers;

namespace Metrics.RrdStore.Storage;

/// <summary>Writes what still counts of a catalogue: the last definition of each series that is there.</summary>
/// <remarks>The states in the log name a definition by its number, and of it need the schema and the source only. Each series therefore gets
/// what was said of it last under the number that its state has; a gap in the numbers is a record of its own.</remarks>
internal static class CatalogCompaction
{
    /// <summary>Bytes that the gap before a record may take.</summary>
    public const int GapBytes = CatalogRecord.HeaderSize + 1 + 5;

    private const int BytesPerWrite = 1 << 20;

    /// <summary>Writes the records.</summary>
    /// <param name="records">Those there are, all whole.</param>
    /// <param name="versions">By series, the number that its state names; 0 where there is none.</param>
    /// <param name="target">Takes them.</param>
    /// <param name="position">Where the first one goes.</param>
    /// <returns>Where the last one ends; the next has the number it would have had after those that were there.</returns>
    public static long Write(ReadOnlySpan<byte> records, uint[] versions, IDiskFile target, long position)
    {
        var newest = Newest(records, out var last);
        var highest = newest.Keys.DefaultIfEmpty(-1).Max();
        // A deletion counts where it is all that says that a number was given.
        var kept = newest.Where(one => !one.Value.IsDeletion || one.Key == highest)
            .Select(one => one.Value with { Number = one.Value.IsDeletion || versions[one.Key] == 0 ? one.Value.Number : versions[one.Key] })
            .OrderBy(one => one.Number);
        var bytes = new ArrayBufferWriter<byte>(BytesPerWrite);
        var next = 1U;
        foreach (var one in kept)
        {
            if (one.Number > next)
                Add(CatalogRecord.GapTo(one.Number), next);
            Add(records.Slice(one.Offset, one.Length), one.Number);
            next = one.Number + 1;
            if (bytes.WrittenCount >= BytesPerWrite)
                Flush();
        }
        if (next <= last)
            Add(CatalogRecord.GapTo(last + 1), next);
        Flush();
        return position;

        void Add(ReadOnlySpan<byte> payload, uint number) => bytes.Write(CatalogRecord.Of(payload, number));

        void Flush()
        {
            target.Write(bytes.WrittenSpan, position);
            position += bytes.WrittenCount;
            bytes.ResetWrittenCount();
        }
    }

    private static Dictionary<int, Record> Newest(ReadOnlySpan<byte> records, out uint last)
    {
        var newest = new Dictionary<int, Record>();
        var at = 0;
        last = 0;
        while (at < records.Length)
        {
            if (!CatalogRecord.TryRead(records[at..], last + 1, out var payload))
                throw new IOException($"Record {last + 1} of the catalogue is not as it was written; the file stays as it is.");
            last++;
            at += CatalogRecord.HeaderSize;
            var source = new ByteSource(payload);
            var type = source.Byte();
            if (type == CatalogRecord.GapType)
                last = (uint)source.Varint() - 1;
            else if (type != CatalogRecord.DurableType)
                newest[source.Count()] = new Record(last, at, payload.Length, type == CatalogRecord.DeleteType);
            at += payload.Length;
        }
        return newest;
    }

    // Where the payload is.
    private readonly record struct Record(uint Number, int Offset, int Length, bool IsDeletion);
}
