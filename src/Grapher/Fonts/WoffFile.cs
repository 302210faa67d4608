using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;

namespace Metrics.Grapher.Fonts;

/// <summary>Unpacks fonts from WOFF 1.0 (W3C): the tables of an OpenType file, each compressed with zlib where that is smaller.</summary>
internal static class WoffFile
{
    private const int HeaderBytes = 44, EntryBytes = 20;

    /// <summary>The tables, unpacked, in the order of the file's directory.</summary>
    public static IEnumerable<(string Tag, uint Checksum, byte[] Content)> Tables(byte[] file)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(12));
        for (var i = 0; i < count; i++)
        {
            var entry = file.AsMemory(HeaderBytes + EntryBytes * i, EntryBytes);
            yield return (Encoding.ASCII.GetString(entry.Span[..4]), Number(entry, 16), Unpack(file, Number(entry, 4), Number(entry, 8), Number(entry, 12)));
        }
    }

    /// <summary>The OpenType file that was packed, as a PDF can hold it: without the tables for kerning and ligatures, which are a third of it
    /// and which nothing that is set glyph by glyph needs.</summary>
    /// <remarks>OpenType 1.9, "Organization of an OpenType font": offset table, directory, tables on multiples of four bytes.</remarks>
    public static byte[] Unpack(byte[] file)
    {
        var tables = Tables(file).Where(t => t.Tag is not ("GPOS" or "GSUB" or "GDEF")).ToArray();
        var font = new MemoryStream();
        var largestPower = BitOperations.Log2((uint)tables.Length);
        Write32(font, BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(4)));
        Write16(font, tables.Length);
        Write16(font, 16 << largestPower);
        Write16(font, largestPower);
        Write16(font, 16 * tables.Length - (16 << largestPower));
        var offset = 12 + 16 * tables.Length;
        foreach (var (tag, checksum, content) in tables)
        {
            font.Write(Encoding.ASCII.GetBytes(tag));
            Write32(font, checksum);
            Write32(font, (uint)offset);
            Write32(font, (uint)content.Length);
            offset += Padded(content.Length);
        }
        foreach (var (_, _, content) in tables)
        {
            font.Write(content);
            font.Write(new byte[Padded(content.Length) - content.Length]);
        }
        return font.ToArray();
    }

    private static byte[] Unpack(byte[] file, uint offset, uint packedBytes, uint bytes)
    {
        if (packedBytes == bytes)
            return file.AsSpan((int)offset, (int)bytes).ToArray();
        var table = new byte[bytes];
        using var unpacked = new ZLibStream(new MemoryStream(file, (int)offset, (int)packedBytes), CompressionMode.Decompress);
        unpacked.ReadExactly(table);
        return table;
    }

    private static int Padded(int bytes) => (bytes + 3) & ~3;

    private static uint Number(ReadOnlyMemory<byte> entry, int at) => BinaryPrimitives.ReadUInt32BigEndian(entry.Span[at..]);

    private static void Write16(MemoryStream font, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        font.Write(bytes);
    }

    private static void Write32(MemoryStream font, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        font.Write(bytes);
    }
}
