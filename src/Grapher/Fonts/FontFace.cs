using System.Buffers.Binary;
using System.IO.Compression;

namespace Metrics.Grapher.Fonts;

/// <summary>One weight of IBM Plex Sans: its file, and the widths of its characters, read from the file's own tables so that a
/// layout needs no drawing library.</summary>
/// <remarks>WOFF 1.0 (W3C) around OpenType tables head, hhea, hmtx and cmap (format 4).</remarks>
internal sealed class FontFace
{
    /// <summary>Characters from here on are measured as the missing glyph: the shipped files end before.</summary>
    private const int MeasuredCharacters = 0x2700;

    private readonly float[] advances = new float[MeasuredCharacters];
    private readonly float missing;

    private FontFace(string resource)
    {
        File = Load(resource);
        var unitsPerEm = (float)BinaryPrimitives.ReadUInt16BigEndian(Table("head").AsSpan(18));
        var metrics = BinaryPrimitives.ReadUInt16BigEndian(Table("hhea").AsSpan(34));
        var widths = Table("hmtx");
        missing = Advance(0);
        Array.Fill(advances, missing);
        ReadCharacters(Table("cmap"), (character, glyph) => advances[character] = Advance(glyph));

        float Advance(int glyph) => BinaryPrimitives.ReadUInt16BigEndian(widths.AsSpan(4 * Math.Min(glyph, metrics - 1))) / unitsPerEm;
    }

    /// <summary>Weight 400.</summary>
    public static FontFace Regular { get; } = new("IBMPlexSans-Regular.woff");

    /// <summary>Weight 600.</summary>
    public static FontFace SemiBold { get; } = new("IBMPlexSans-SemiBold.woff");

    /// <summary>The WOFF file, unmodified.</summary>
    public byte[] File { get; }

    /// <summary>The face of a weight.</summary>
    public static FontFace Of(bool strong) => strong ? SemiBold : Regular;

    /// <summary>Width of a text set in one line, in the unit of <paramref name="size"/>; without kerning.</summary>
    public float Width(ReadOnlySpan<char> text, float size)
    {
        var sum = 0f;
        foreach (var character in text)
            sum += Advance(character);
        return sum * size;
    }

    /// <summary>Advance of a character, as a share of the font size.</summary>
    public float Advance(char character) => character < MeasuredCharacters ? advances[character] : missing;

    private static byte[] Load(string resource)
    {
        using var stream = typeof(FontFace).Assembly.GetManifestResourceStream(typeof(FontFace), resource)
            ?? throw new InvalidOperationException($"The font {resource} is missing from the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private byte[] Table(string tag)
    {
        const int headerBytes = 44, entryBytes = 20;
        var count = BinaryPrimitives.ReadUInt16BigEndian(File.AsSpan(12));
        for (var i = 0; i < count; i++)
        {
            var entry = File.AsSpan(headerBytes + entryBytes * i, entryBytes);
            if (!entry[..4].SequenceEqual(System.Text.Encoding.ASCII.GetBytes(tag)))
                continue;
            var offset = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
            var packed = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
            var table = new byte[BinaryPrimitives.ReadUInt32BigEndian(entry[12..])];
            if (packed == table.Length)
                return File[offset..(offset + packed)];
            using var unpacked = new ZLibStream(new MemoryStream(File, offset, packed), CompressionMode.Decompress);
            unpacked.ReadExactly(table);
            return table;
        }
        throw new InvalidDataException($"The font has no table {tag}.");
    }

    /// <summary>Walks the segments of the Unicode BMP subtable: OpenType cmap, format 4.</summary>
    private static void ReadCharacters(byte[] cmap, Action<int, int> found)
    {
        var table = BmpSubtable(cmap);
        int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(table.AsSpan(at));
        var segments = Word(6) / 2;
        for (var i = 0; i < segments; i++)
        {
            var (end, start) = (Word(14 + 2 * i), Word(16 + 2 * segments + 2 * i));
            var delta = Word(16 + 4 * segments + 2 * i);
            var rangeAt = 16 + 6 * segments + 2 * i;
            var range = Word(rangeAt);
            for (var c = start; c <= Math.Min(end, MeasuredCharacters - 1); c++)
            {
                var glyph = range == 0 ? c : Word(rangeAt + range + 2 * (c - start));
                if (glyph != 0)
                    found(c, (glyph + delta) & 0xFFFF);
            }
        }
    }

    private static byte[] BmpSubtable(byte[] cmap)
    {
        for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(cmap.AsSpan(2)); i++)
        {
            var record = cmap.AsSpan(4 + 8 * i);
            var table = cmap.AsSpan((int)BinaryPrimitives.ReadUInt32BigEndian(record[4..]));
            if (BinaryPrimitives.ReadUInt16BigEndian(record) == 3 && BinaryPrimitives.ReadUInt16BigEndian(record[2..]) == 1
                && BinaryPrimitives.ReadUInt16BigEndian(table) == 4)
                return table.ToArray();
        }
        throw new InvalidDataException("The font has no Unicode character map of format 4.");
    }
}
