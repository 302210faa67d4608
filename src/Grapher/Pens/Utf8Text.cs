using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Text;

namespace Metrics.Grapher.Pens;

/// <summary>A growing text in UTF-8, for markup.</summary>
internal sealed class Utf8Text
{
    /// <summary>Numbers nearer to zero than this many tenths are kept written: their text, parted from what is before, and its length in
    /// the last byte.</summary>
    private const int Ready = 1_000;
    private static readonly ulong[] Numbers = MakeNumbers();

    private byte[] bytes = new byte[16_384];
    private int length;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => length = 0;

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray()
    {
        var copy = GC.AllocateUninitializedArray<byte>(length);
        bytes.AsSpan(0, length).CopyTo(copy);
        return copy;
    }

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
        length += Format(tenths, Room(13));
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

    /// <summary>Adds relative steps from place to place, in tenths: a path's points after a first step. The place is kept in tenths, so
    /// that rounding does not add up.</summary>
    /// <param name="points">The places.</param>
    /// <param name="x">Where the path is, in tenths.</param>
    /// <param name="y">The same.</param>
    public void Steps(ReadOnlySpan<Vector2> points, int x, int y)
    {
        // Two numbers of at most 12 bytes each, and what is written beyond the end of a short one.
        const int mostBytes = 32;
        var room = Room(mostBytes * (points.Length + 1));
        var at = 0;
        foreach (var point in points)
        {
            var (nextX, nextY) = (ToTenths(point.X), ToTenths(point.Y));
            at += Parted(nextX - x, room[at..]);
            at += Parted(nextY - y, room[at..]);
            (x, y) = (nextX, nextY);
        }
        length += at;
    }

    /// <summary>Adds a number in tenths, parted from the one before it.</summary>
    private static int Parted(int tenths, Span<byte> room)
    {
        if ((uint)(tenths + Ready) < (uint)Numbers.Length)
        {
            var number = Numbers[tenths + Ready];
            BinaryPrimitives.WriteUInt64LittleEndian(room, number);
            return (int)(number >> 56);
        }
        var size = 0;
        if (tenths >= 0)
            room[size++] = (byte)' ';
        return size + Format(tenths, room[size..]);
    }

    /// <summary>A length in tenths.</summary>
    public static int ToTenths(float value) => (int)MathF.Round(value * 10);

    private Span<byte> Room(int needed)
    {
        if (bytes.Length - length < needed)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + needed));
        return bytes.AsSpan(length);
    }

    private static int Format(int tenths, Span<byte> room)
    {
        var size = 0;
        if (tenths < 0)
            room[size++] = (byte)'-';
        var (whole, tenth) = Math.DivRem(Math.Abs((long)tenths), 10);
        if (whole > 0 || tenth == 0)
        {
            Utf8Formatter.TryFormat(whole, room[size..], out var written);
            size += written;
        }
        if (tenth > 0)
            (room[size++], room[size++]) = ((byte)'.', (byte)('0' + tenth));
        return size;
    }

    private static ulong[] MakeNumbers()
    {
        var numbers = new ulong[2 * Ready];
        Span<byte> text = stackalloc byte[sizeof(ulong)];
        for (var i = 0; i < numbers.Length; i++)
        {
            text.Clear();
            text[0] = (byte)' ';
            var parted = i >= Ready ? 1 : 0;
            text[^1] = (byte)(parted + Format(i - Ready, text[parted..]));
            numbers[i] = BinaryPrimitives.ReadUInt64LittleEndian(text);
        }
        return numbers;
    }
}
