using System.Buffers.Binary;

namespace Metrics.Grapher.Fonts;

/// <summary>Makes fonts for documents, with the outlines of the characters that are in it. Glyphs keep their numbers and widths, so that
/// everything else of the font stays as it is.</summary>
/// <remarks>OpenType 1.9, tables glyf, loca (offsets in words) and post. What is left is a tenth of the font.</remarks>
internal static class FontSubset
{
    // The flags of a component.
    private const int WordArguments = 0x01, Scale = 0x08, More = 0x20, TwoScales = 0x40, TwoByTwo = 0x80;

    /// <summary>Kerning, ligatures and what serves them: nothing that is set glyph by glyph needs them.</summary>
    private static readonly string[] Dropped = ["GDEF", "GPOS", "GSUB"];

    /// <summary>The bytes of the font.</summary>
    /// <param name="face">The whole font.</param>
    /// <param name="characters">The characters that are needed.</param>
    public static byte[] Of(FontFace face, IEnumerable<int> characters)
    {
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (tag, content) in face.Tables)
            if (!Dropped.Contains(tag))
                tables[tag] = content;
        const int formatOfPlaces = 50;
        if (Word(tables["head"], formatOfPlaces) != 0)
            throw new InvalidDataException("The font has places of outlines in 32 bits; only those in 16 bits can be written.");
        (tables["glyf"], tables["loca"]) = Outlines(tables["glyf"], tables["loca"], characters.Select(face.Glyph));
        tables["post"] = WithoutNames(tables["post"]);
        return OpenTypeFile.Write(tables);
    }

    private static (byte[] Glyf, byte[] Loca) Outlines(byte[] glyf, byte[] loca, IEnumerable<int> wanted)
    {
        var needed = new SortedSet<int> { 0 };
        foreach (var glyph in wanted)
            Add(glyph);
        var outlines = new byte[needed.Sum(g => Outline(g).Length)];
        var places = new byte[loca.Length];
        var end = 0;
        for (var glyph = 0; glyph < loca.Length / 2 - 1; glyph++)
        {
            if (needed.Contains(glyph))
            {
                Outline(glyph).Span.CopyTo(outlines.AsSpan(end));
                end += Outline(glyph).Length;
            }
            BinaryPrimitives.WriteUInt16BigEndian(places.AsSpan(2 * (glyph + 1)), (ushort)(end / 2));
        }
        return (outlines, places);

        void Add(int glyph)
        {
            if (needed.Add(glyph))
                foreach (var part in Components(Outline(glyph).Span))
                    Add(part);
        }

        ReadOnlyMemory<byte> Outline(int glyph)
        {
            var (start, end) = (2 * Word(loca, 2 * glyph), 2 * Word(loca, 2 * (glyph + 1)));
            return glyf.AsMemory(start, end - start);
        }
    }

    /// <summary>The glyphs that a glyph is put together of; none of one that has contours of its own, or nothing.</summary>
    private static List<int> Components(ReadOnlySpan<byte> outline)
    {
        const int header = 10;
        var found = new List<int>();
        if (outline.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return found;
        for (int at = header, flags = More; (flags & More) != 0;)
        {
            flags = Word(outline, at);
            found.Add(Word(outline, at + 2));
            at += 4 + ((flags & WordArguments) != 0 ? 4 : 2)
                + ((flags & Scale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & TwoByTwo) != 0 ? 8 : 0);
        }
        return found;
    }

    /// <summary>Version 3 of the table, which has no names of glyphs.</summary>
    private static byte[] WithoutNames(byte[] post)
    {
        const int header = 32;
        var shorter = post[..header];
        BinaryPrimitives.WriteInt32BigEndian(shorter, 0x0003_0000);
        return shorter;
    }

    private static int Word(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadUInt16BigEndian(table[at..]);
}
