using System.Buffers.Binary;
using System.IO.Compression;

namespace Metrics.Grapher.Pens;

/// <summary>Writes a plane as PNG of colour type 3: PNG specification (W3C), third edition.</summary>
internal static class IndexedPng
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>For each of eight bytes in a row, what it adds to the check sum of all ("slicing by eight"); the first table is that of the
    /// last byte, the usual one.</summary>
    private static readonly uint[][] CrcTables = MakeCrcTables();

    /// <summary>A thread's buffer is kept for its next picture, up to this many bytes.</summary>
    private const int MostKept = 1 << 20;

    [ThreadStatic]
    private static MemoryStream? mine;

    /// <summary>Runs of one entry are what a flat picture is made of: looking for nothing else takes half the time of level 2 and gives
    /// files of the same size.</summary>
    private static readonly ZLibCompressionOptions Compression = new()
    {
        CompressionLevel = 1,
        CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding,
    };

    /// <summary>The bytes of the file.</summary>
    /// <param name="plane">The picture.</param>
    /// <param name="scale">Device pixels per CSS pixel, told as a resolution of 96 dots per inch times this.</param>
    public static byte[] Write(PalettePlane plane, int scale)
    {
        var file = mine ??= new MemoryStream(65_536);
        file.SetLength(0);
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, plane.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], plane.Height);
        (header[8], header[9]) = (8, 3);
        Chunk(file, "IHDR"u8, header);
        Span<byte> colours = stackalloc byte[3 * PalettePlane.Entries];
        for (var i = 0; i < plane.Count; i++)
            (colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]) = (plane[i].Red, plane[i].Green, plane[i].Blue);
        Chunk(file, "PLTE"u8, colours[..(3 * plane.Count)]);
        if (plane.Transparent)
        {
            Span<byte> alphas = stackalloc byte[PalettePlane.Entries];
            for (var i = 0; i < plane.Count; i++)
                alphas[i] = plane.AlphaOf(i);
            Chunk(file, "tRNS"u8, alphas[..plane.Count]);
        }
        Span<byte> resolution = stackalloc byte[9];
        var perMetre = (int)Math.Round(96 * scale / 0.0254);
        BinaryPrimitives.WriteInt32BigEndian(resolution, perMetre);
        BinaryPrimitives.WriteInt32BigEndian(resolution[4..], perMetre);
        resolution[8] = 1;
        Chunk(file, "pHYs"u8, resolution);
        var start = Begin(file, "IDAT"u8);
        using (var packed = new ZLibStream(file, Compression, leaveOpen: true))
            packed.Write(plane.Bytes);
        End(file, start);
        Chunk(file, "IEND"u8, []);
        var bytes = file.ToArray();
        if (file.Capacity > MostKept)
            mine = null;
        return bytes;
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var start = Begin(file, type);
        file.Write(content);
        End(file, start);
    }

    private static long Begin(MemoryStream file, ReadOnlySpan<byte> type)
    {
        var start = file.Position;
        file.Write([0, 0, 0, 0]);
        file.Write(type);
        return start;
    }

    /// <summary>Fills in the length and appends the check sum over type and content.</summary>
    private static void End(MemoryStream file, long start)
    {
        var chunk = file.GetBuffer().AsSpan((int)start, (int)(file.Position - start));
        BinaryPrimitives.WriteInt32BigEndian(chunk, chunk.Length - 8);
        Span<byte> check = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(chunk[4..]));
        file.Write(check);
    }

    /// <summary>CRC-32 of PNG, annex D, eight bytes a turn.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var (crc, tables) = (uint.MaxValue, CrcTables);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
            crc = tables[7][(byte)eight] ^ tables[6][(byte)(eight >> 8)] ^ tables[5][(byte)(eight >> 16)] ^ tables[4][(byte)(eight >> 24)]
                ^ tables[3][(byte)(eight >> 32)] ^ tables[2][(byte)(eight >> 40)] ^ tables[1][(byte)(eight >> 48)] ^ tables[0][(byte)(eight >> 56)];
        }
        foreach (var b in bytes)
            crc = tables[0][(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] MakeCrcTables()
    {
        var tables = new uint[sizeof(ulong)][];
        tables[0] = [.. Enumerable.Range(0, 256).Select(i => Remainder((uint)i))];
        for (var i = 1; i < tables.Length; i++)
            tables[i] = [.. tables[i - 1].Select(before => tables[0][(byte)before] ^ (before >> 8))];
        return tables;
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    }
}
