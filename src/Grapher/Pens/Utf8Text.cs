using System.Buffers.Text;
using System.Text;

namespace Metrics.Grapher.Pens;

/// <summary>A growing text in UTF-8, for markup.</summary>
internal sealed class Utf8Text
{
    private byte[] bytes = new byte[16_384];
    private int length;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => length = 0;

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => bytes.AsSpan(0, length).ToArray();

    /// <summary>Adds bytes as they are.</summary>
    public Utf8Text Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        length += text.Length;
        return this;
    }

    /// <summary>Adds characters of our own as they are.</summary>
    public Utf8Text Raw(ReadOnlySpan<char> text)
    {
        length += Encoding.UTF8.GetBytes(text, Room(3 * text.Length));
        return this;
    }

    /// <summary>Adds a text from outside: markup is escaped, and what XML 1.0 does not allow is replaced by U+FFFD.</summary>
    public Utf8Text Escaped(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': Raw("&amp;"u8); break;
                case '<': Raw("&lt;"u8); break;
                case '>': Raw("&gt;"u8); break;
                case '"': Raw("&quot;"u8); break;
                case '\'': Raw("&#39;"u8); break;
                case '\t' or '\n' or '\r': Raw(" "u8); break;
                case < ' ' or 0x7F or 0xFFFE or 0xFFFF: Raw("\uFFFD"); break;
                default: length += rune.EncodeToUtf8(Room(4)); break;
            }
        }
        return this;
    }

    /// <summary>Adds a whole number.</summary>
    public Utf8Text Number(int value)
    {
        Utf8Formatter.TryFormat(value, Room(11), out var written);
        length += written;
        return this;
    }

    /// <summary>Adds a number given in tenths, with one decimal where it needs it: 12, -3.5, .4.</summary>
    public Utf8Text Tenths(int tenths)
    {
        if (tenths < 0)
        {
            Raw("-"u8);
            tenths = -tenths;
        }
        var (whole, tenth) = Math.DivRem(tenths, 10);
        if (whole > 0 || tenth == 0)
            Number(whole);
        if (tenth > 0)
        {
            var room = Room(2);
            (room[0], room[1]) = ((byte)'.', (byte)('0' + tenth));
            length += 2;
        }
        return this;
    }

    /// <summary>Adds a length, rounded to a tenth.</summary>
    public Utf8Text Length(float value) => Tenths(ToTenths(value));

    /// <summary>Adds a share from 0 to 1 with two decimals: .06.</summary>
    public Utf8Text Hundredths(float share)
    {
        var hundredths = (int)MathF.Round(share * 100);
        return hundredths >= 100 ? Number(1) : Raw(hundredths < 10 ? ".0"u8 : "."u8).Number(hundredths);
    }

    /// <summary>A length in tenths.</summary>
    public static int ToTenths(float value) => (int)MathF.Round(value * 10);

    private Span<byte> Room(int needed)
    {
        if (bytes.Length - length < needed)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + needed));
        return bytes.AsSpan(length);
    }
}
