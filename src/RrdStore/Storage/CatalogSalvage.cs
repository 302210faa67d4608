using System.Buffers;

namespace Metrics.RrdStore.Storage;

/// <summary>Makes a catalogue of the records that are whole in a damaged one.</summary>
/// <remarks>Records keep their numbers, which the states in the log name; a gap in them is a record of its own.</remarks>
internal sealed class CatalogSalvage
{
    private readonly string path;
    private readonly byte[] bytes;
    private readonly DefinitionCodec codec = new();
    private readonly ArrayBufferWriter<byte> kept = new();
    private readonly HashSet<int> known = [];
    private readonly List<(long Offset, int Length, uint Number)> lost = [];
    private uint next = 1;

    /// <summary>Looks through a catalogue.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="bytes">All its bytes.</param>
    /// <param name="headerSize">How many of them come before the first record.</param>
    public CatalogSalvage(string path, byte[] bytes, int headerSize)
    {
        this.path = path;
        this.bytes = bytes;
        var number = 0U;
        for (var at = headerSize; at < bytes.Length;)
        {
            if (!CatalogRecord.TryRead(bytes.AsSpan(at), number + 1, out var payload) || !TryKeep(payload, ref number, number + 1))
            {
                var (end, found) = NextWhole(at, number);
                lost.Add((at, end - at, number + 1));
                (at, number) = (end, found - 1);
                continue;
            }
            at += CatalogRecord.HeaderSize + payload.Length;
        }
        // What was lost at the end may have had numbers, which nothing else is to have.
        if (lost.Count > 0 && lost[^1] is var last && last.Offset + last.Length == bytes.Length)
            number += (uint)last.Length / CatalogRecord.HeaderSize;
        AddGap(number + 1);
    }

    /// <summary>How many series there is a definition of.</summary>
    public int Series => known.Count;

    /// <summary>The records that are whole.</summary>
    public ReadOnlyMemory<byte> Records => kept.WrittenMemory;

    /// <summary>What is lost, and whose it was, as far as its bytes still say.</summary>
    public IReadOnlyList<StoreDamage> Damages => [.. lost.Select(one =>
    {
        var (series, name) = Guess(bytes.AsSpan((int)one.Offset, one.Length));
        var whose = series is not { } id ? "Whose it was cannot be told."
            : known.Contains(id) ? $"It was of series {id}, which goes on with another of its definitions."
            : $"It was the definition of series {id}, which is lost.";
        return new StoreDamage(path, one.Offset, name, $"Record {one.Number} of the catalogue is damaged, {one.Length} bytes are left out. {whose}");
    })];

    // Takes a record over, but for notes of what was durable.
    private bool TryKeep(ReadOnlySpan<byte> payload, ref uint number, uint own)
    {
        if (!TryParse(payload, out var type, out var value))
            return false;
        number = own;
        if (type == CatalogRecord.GapType)
            number = (uint)value - 1;
        else if (type != CatalogRecord.DurableType)
        {
            AddGap(own);
            kept.Write(CatalogRecord.Of(payload, own));
            next = own + 1;
            if (CatalogRecord.IsDefinition(type))
                known.Add((int)value);
            else
                known.Remove((int)value);
        }
        return true;
    }

    private void AddGap(uint number)
    {
        if (number > next)
            kept.Write(CatalogRecord.Of(CatalogRecord.GapTo(number), next));
        next = Math.Max(next, number);
    }

    // Where the next whole record begins, and its number. Without a gap each of those between has had some bytes; with one, which may have been
    // among what is lost, the record after it has to follow.
    private (int At, uint Number) NextWhole(int from, uint before)
    {
        for (var at = from + 1; at < bytes.Length; at++)
        {
            var rest = bytes.AsSpan(at);
            if (!CatalogRecord.TryNumber(rest, out var number, out var payload) || number <= before)
                continue;
            var after = rest[(CatalogRecord.HeaderSize + payload.Length)..];
            if ((number - before <= (uint)(at - from) || CatalogRecord.TryRead(after, number + 1, out _)) && TryParse(payload, out _, out _))
                return (at, number);
        }
        return (bytes.Length, before + 1);
    }

    private bool TryParse(ReadOnlySpan<byte> payload, out byte type, out ulong value)
    {
        (type, value) = (0, 0);
        try
        {
            var source = new ByteSource(payload);
            type = source.Byte();
            value = source.Varint();
            if (CatalogRecord.IsDefinition(type))
                codec.Read(ref source);
            if (type == CatalogRecord.ChangeType)
                codec.ReadDeclaration(ref source);
            var isOfSeries = CatalogRecord.IsDefinition(type) || type == CatalogRecord.DeleteType;
            return source.IsEmpty && value < (isOfSeries ? int.MaxValue : uint.MaxValue)
                && (isOfSeries || type is CatalogRecord.DurableType or CatalogRecord.GapType);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException)
        {
            return false;
        }
    }

    // Damage may be anywhere in it: a guess, for people.
    private static (int? Series, SeriesName? Name) Guess(ReadOnlySpan<byte> record)
    {
        try
        {
            var source = new ByteSource(record[Math.Min(record.Length, CatalogRecord.HeaderSize)..]);
            if (!CatalogRecord.IsDefinition(source.Byte()))
                return (null, null);
            var series = source.Count();
            return SeriesName.TryParse(source.Text(), out var name, out _) ? (series, name) : (null, null);
        }
        catch (InvalidDataException)
        {
            return (null, null);
        }
    }
}
