using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Metrics.Grapher.Fonts;

/// <summary>Unpacks fonts from WOFF 1.0 (W3C): the tables of an OpenType file, each compressed with zlib where that is smaller.</summary>
internal static class WoffFile
{
    private const int HeaderBytes = 44, EntryBytes = 20;

    /// <summary>The tables, unpacked, by their tags.</summary>
    public static Dictionary<string, byte[]> Tables(byte[] file)
    {
        var tables = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var count = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(12));
        for (var i = 0; i < count; i++)
        {
            var entry = file.AsSpan(HeaderBytes + EntryBytes * i, EntryBytes);
            tables[Encoding.ASCII.GetString(entry[..4])] = Unpack(file, Number(entry[4..]), Number(entry[8..]), Number(entry[12..]));
        }
        return tables;
    }

    private static byte[] Unpack(byte[] file, int offset, int packedBytes, int bytes)
    {
        if (packedBytes == bytes)
            return file.AsSpan(offset, bytes).ToArray();
        var table = new byte[bytes];
        using var unpacked = new ZLibStream(new MemoryStream(file, offset, packedBytes), CompressionMode.Decompress);
        unpacked.ReadExactly(table);
        return table;
    }

    private static int Number(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadInt32BigEndian(at);
}
