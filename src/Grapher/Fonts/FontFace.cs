using System.Buffers.Binary;

namespace Metrics.Grapher.Fonts;

/// <summary>One weight of IBM Plex Sans: its file, and the widths of its characters, read from the file's own tables so that a
/// layout needs no drawing library.</summary>
/// <remarks>WOFF 1.0 (W3C) around OpenType tables head, hhea, hmtx and cmap (format 4).</remarks>
internal sealed class FontFace
{
    /// <summary>Drawn in place of a character that the font lacks, so that it is seen that there is one and nothing depends on the
    /// fonts of a machine. Pictures in which a reader's own fonts are used keep the character.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>Characters from here on are replaced: what the shipped files hold ends before, save for private ones.</summary>
    private const int MeasuredCharacters = 0x2C00;

    private readonly float[] advances = new float[MeasuredCharacters];
    private readonly ushort[] glyphs = new ushort[MeasuredCharacters];
    private readonly float replacement;
    private readonly int replacementGlyph;

    private FontFace(string resource)
    {
        File = Load(resource);
        Tables = WoffFile.Tables(File);
        var unitsPerEm = (float)BinaryPrimitives.ReadUInt16BigEndian(Table("head").AsSpan(18));
        var metrics = BinaryPrimitives.ReadUInt16BigEndian(Table("hhea").AsSpan(34));
        var widths = Table("hmtx");
        var found = new Dictionary<int, int>();
        ReadCharacters(Table("cmap"), (character, glyph) => found[character] = glyph);
        replacement = Advance(found[Replacement]);
        replacementGlyph = found[Replacement];
        Array.Fill(advances, replacement);
        foreach (var (character, glyph) in found.Where(f => f.Key < MeasuredCharacters && f.Value != 0))
            (advances[character], glyphs[character]) = (Advance(glyph), (ushort)glyph);

        float Advance(int glyph) => BinaryPrimitives.ReadUInt16BigEndian(widths.AsSpan(4 * Math.Min(glyph, metrics - 1))) / unitsPerEm;
    }

    /// <summary>Weight 400.</summary>
    public static FontFace Regular { get; } = new("IBMPlexSans-Regular.woff");

    /// <summary>Weight 600.</summary>
    public static FontFace SemiBold { get; } = new("IBMPlexSans-SemiBold.woff");

    /// <summary>The WOFF file, unmodified.</summary>
    public byte[] File { get; }

    /// <summary>The tables of the file, by their tags.</summary>
    public IReadOnlyDictionary<string, byte[]> Tables { get; }

    /// <summary>The face of a weight.</summary>
    public static FontFace Of(bool strong) => strong ? SemiBold : Regular;

    /// <summary>Width of a text set in one line, in the unit of <paramref name="size"/>; without kerning.</summary>
    public float Width(ReadOnlySpan<char> text, float size)
    {
        var sum = 0f;
        foreach (var character in text)
            if (!char.IsLowSurrogate(character))
                sum += Advance(character);
        return sum * size;
    }

    /// <summary>Advance of a character, as a share of the font size.</summary>
    public float Advance(int codePoint) => codePoint < MeasuredCharacters ? advances[codePoint] : replacement;

    /// <summary>The character that is drawn for one: itself where the font has it.</summary>
    public int Shown(int codePoint) => codePoint < MeasuredCharacters && glyphs[codePoint] != 0 ? codePoint : Replacement;

    /// <summary>The number of the glyph that is drawn for a character.</summary>
    public int Glyph(int codePoint) => Shown(codePoint) == Replacement ? replacementGlyph : glyphs[codePoint];

    /// <summary>A text as it is drawn, each character that the font lacks replaced.</summary>
    public string Shown(string text) =>
        text.EnumerateRunes().All(r => Shown(r.Value) == r.Value)
            ? text
            : string.Concat(text.EnumerateRunes().Select(r => (char)Shown(r.Value)));

    private static byte[] Load(string resource)
    {
        using var stream = typeof(FontFace).Assembly.GetManifestResourceStream(typeof(FontFace), resource)
            ?? throw new InvalidOperationException($"The font {resource} is missing from the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private byte[] Table(string tag) => Tables.TryGetValue(tag, out var content)
        ? content
        : throw new InvalidDataException($"The font has no table {tag}.");

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
            for (var c = start; c <= end; c++)
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
