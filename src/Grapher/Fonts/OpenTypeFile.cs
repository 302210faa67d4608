using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Metrics.Grapher.Fonts;

/// <summary>Writes OpenType files with TrueType outlines: OpenType 1.9, "Organization of an OpenType font".</summary>
internal static class OpenTypeFile
{
    private const int Version = 0x0001_0000, HeaderBytes = 12, EntryBytes = 16;

    /// <summary>The bytes of a font: offset table, directory, tables on multiples of four bytes.</summary>
    /// <param name="tables">The tables, by their tags in ascending order.</param>
    public static byte[] Write(SortedDictionary<string, byte[]> tables)
    {
        var font = new byte[HeaderBytes + EntryBytes * tables.Count + tables.Values.Sum(t => Padded(t.Length))];
        var largestPower = BitOperations.Log2((uint)tables.Count);
        BinaryPrimitives.WriteInt32BigEndian(font, Version);
        Word(4, tables.Count);
        Word(6, EntryBytes << largestPower);
        Word(8, largestPower);
        Word(10, EntryBytes * tables.Count - (EntryBytes << largestPower));
        var (entry, offset) = (HeaderBytes, HeaderBytes + EntryBytes * tables.Count);
        foreach (var (tag, content) in tables)
        {
            Encoding.ASCII.GetBytes(tag, font.AsSpan(entry));
            content.CopyTo(font, offset);
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(entry + 4), Sum(font.AsSpan(offset, Padded(content.Length))));
            BinaryPrimitives.WriteInt32BigEndian(font.AsSpan(entry + 8), offset);
            BinaryPrimitives.WriteInt32BigEndian(font.AsSpan(entry + 12), content.Length);
            (entry, offset) = (entry + EntryBytes, offset + Padded(content.Length));
        }
        return font;

        void Word(int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(at), (ushort)value);
    }

    private static int Padded(int bytes) => (bytes + 3) & ~3;

    private static uint Sum(ReadOnlySpan<byte> table)
    {
        var sum = 0u;
        for (; !table.IsEmpty; table = table[sizeof(uint)..])
            sum += BinaryPrimitives.ReadUInt32BigEndian(table);
        return sum;
    }
}
