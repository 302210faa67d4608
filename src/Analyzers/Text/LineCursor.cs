using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Metrics.Analyzers.Text;

/// <summary>Walks through a line from left to right. A step that does not find what it looks for leaves the place where it was.</summary>
/// <remarks>The steps are inlined by force: they are taken ten times a line, with constants most of each goes away, and a cursor whose address no call gets stays in
/// registers.</remarks>
internal ref struct LineCursor(ReadOnlySpan<byte> line)
{
    private const long MostNumber = 1L << 53;

    // A number has no more digits than that.
    private static ReadOnlySpan<double> PowersOfTen => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    // Of a number that fits 64 bits whatever they are.
    private const int MostDigits = 18;

    /// <summary>What has not been read yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = line;

    /// <summary>Steps over exactly these bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Skip(scoped ReadOnlySpan<byte> literal)
    {
        if (!Rest.StartsWith(literal))
            return false;
        Rest = Rest[literal.Length..];
        return true;
    }

    /// <summary>Steps over so many bytes, which there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(int length) => Rest = Rest[length..];

    /// <summary>Takes the bytes before the first of these, and steps over both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Until(byte end, out ReadOnlySpan<byte> taken)
    {
        var at = Near(Rest, end);
        if (at < 0)
        {
            taken = default;
            return false;
        }
        taken = Rest[..at];
        Rest = Rest[(at + 1)..];
        return true;
    }

    /// <summary>Takes the bytes before the first of these, and steps over both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Until(scoped ReadOnlySpan<byte> end, out ReadOnlySpan<byte> taken)
    {
        var at = Rest.IndexOf(end);
        if (at < 0)
        {
            taken = default;
            return false;
        }
        taken = Rest[..at];
        Rest = Rest[(at + end.Length)..];
        return true;
    }

    /// <summary>Takes the bytes before the first comma with a blank behind it, as mail servers separate the fields of a line, and steps over both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool UntilComma(out ReadOnlySpan<byte> taken)
    {
        var at = Near(Rest, (byte)',');
        if (at < 0 || at + 1 >= Rest.Length || Rest[at + 1] != ' ')
            return Until(", "u8, out taken);
        taken = Rest[..at];
        Rest = Rest[(at + 2)..];
        return true;
    }

    /// <summary>Where a byte stands first; negative where it does not.</summary>
    /// <remarks>Most parts of a line are shorter than 64 bytes: to compare these here takes half of what a call takes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Near(ReadOnlySpan<byte> text, byte value)
    {
        if (Vector256.IsHardwareAccelerated && text.Length >= Vector256<byte>.Count)
        {
            var hits = Vector256.Equals(Vector256.Create(text), Vector256.Create(value)).ExtractMostSignificantBits();
            if (hits != 0)
                return BitOperations.TrailingZeroCount(hits);
            if (text.Length >= 2 * Vector256<byte>.Count)
            {
                hits = Vector256.Equals(Vector256.Create(text[Vector256<byte>.Count..]), Vector256.Create(value)).ExtractMostSignificantBits();
                if (hits != 0)
                    return Vector256<byte>.Count + BitOperations.TrailingZeroCount(hits);
            }
        }
        return text.IndexOf(value);
    }

    /// <summary>Where one of three bytes stands first; negative where none does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Near(ReadOnlySpan<byte> text, byte value, byte other, byte third)
    {
        if (Vector256.IsHardwareAccelerated && text.Length >= Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(text);
            var hits = (Vector256.Equals(bytes, Vector256.Create(value)) | Vector256.Equals(bytes, Vector256.Create(other)) | Vector256.Equals(bytes, Vector256.Create(third)))
                .ExtractMostSignificantBits();
            if (hits != 0)
                return BitOperations.TrailingZeroCount(hits);
        }
        return text.IndexOfAny(value, other, third);
    }

    /// <summary>Takes a number without sign, up to 2^53; no size, count or time is larger, and so sums of thousands fit their 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Number(out long value)
    {
        if (Rest.Length >= sizeof(ulong))
        {
            // Eight bytes at once; most numbers have less digits, and then there is no loop whose end could be guessed wrong.
            const ulong each = 0x0101_0101_0101_0101;
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(Rest) ^ ('0' * each);
            var others = (eight | (eight + ((0x80 - 10) * each))) & (0x80 * each);
            var digits = BitOperations.TrailingZeroCount(others) / 8;
            if (digits is > 0 and < sizeof(ulong))
            {
                value = Value(eight << (64 - (8 * digits)));
                Rest = Rest[digits..];
                return true;
            }
        }
        var length = AnyNumber(Rest, out value);
        Rest = Rest[length..];
        return length > 0;
    }

    // Of eight digits, the first in the lowest byte: pairs of them, then fours, then all.
    private static long Value(ulong digits)
    {
        digits = (digits * 10) + (digits >> 8);
        return (long)((((digits & 0x0000_00FF_0000_00FF) * (100 + (1_000_000UL << 32))) + (((digits >> 16) & 0x0000_00FF_0000_00FF) * (1 + (10_000UL << 32)))) >> 32);
    }

    // How many bytes it has; 0 where there is none.
    private static int AnyNumber(ReadOnlySpan<byte> text, out long value)
    {
        var length = 0;
        value = 0;
        for (; length < text.Length && (uint)(text[length] - '0') <= 9; length++)
        {
            // With zeros before it.
            if (length == MostDigits)
            {
                if (!Utf8Parser.TryParse(text, out value, out length))
                    length = 0;
                break;
            }
            value = (value * 10) + (text[length] - '0');
        }
        if (length > 0 && value <= MostNumber)
            return length;
        value = 0;
        return 0;
    }

    /// <summary>Takes seconds with or without a fraction, <c>0.02</c>; NaN where there are none.</summary>
    public double Seconds()
    {
        if (!Number(out var whole))
            return double.NaN;
        if (!Skip("."u8))
            return whole;
        var digits = Rest.Length;
        return Number(out var part) ? whole + (part / PowersOfTen[Math.Min(digits - Rest.Length, PowersOfTen.Length - 1)]) : whole;
    }

    /// <summary>Takes a mail address between angle brackets, without them. A quoted local part may hold anything, brackets too
    /// (RFC 5321, 4.1.2); the address ends where its own bracket stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Address(out ReadOnlySpan<byte> address)
    {
        var end = AddressEnd(Rest);
        if (end < 0)
        {
            address = default;
            return false;
        }
        address = Rest[1..end];
        Rest = Rest[(end + 1)..];
        return true;
    }

    // Where the bracket stands that ends an address; negative where there is none.
    private static int AddressEnd(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '<')
            return -1;
        var end = 1;
        if (text.Length > 1 && text[1] == '"')
        {
            for (end = 2; end < text.Length && text[end] != '"'; end++)
            {
                if (text[end] == '\\')
                    end++;
            }
            if (end >= text.Length)
                return -1;
        }
        var bracket = Near(text[end..], (byte)'>');
        return bracket < 0 ? -1 : end + bracket;
    }
}
