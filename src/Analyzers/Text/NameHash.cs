using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Metrics.Analyzers.Text;

/// <summary>Hashes of 64 even bits by which names in lines are told apart: with a secret of this process in them, so that who writes log lines cannot make two
/// names that share one, and chance makes none (among a million names once in 30 million times).</summary>
/// <remarks>Multiplies and folds 16 bytes at a time, as wyhash does (github.com/wangyi-fudan/wyhash).</remarks>
internal static class NameHash
{
    private static readonly ulong First = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;
    private static readonly ulong Second = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    /// <summary>The hash of a name, the same for the life of this process.</summary>
    public static ulong Of(ReadOnlySpan<byte> name) => Of(name, anyCase: false);

    /// <summary>The same for names that differ in the case of letters of ASCII only.</summary>
    public static ulong OfAnyCase(ReadOnlySpan<byte> name) => Of(name, anyCase: true);

    /// <summary>A hash for what is kept longer than the process. Databases have it: it is never changed.</summary>
    /// <param name="name">What it is of.</param>
    /// <param name="secret">An odd number that nobody outside knows.</param>
    public static ulong Lasting(ReadOnlySpan<byte> name, ulong secret)
    {
        var hash = secret ^ (ulong)name.Length;
        if (name.Length < 8)
        {
            var few = 0UL;
            for (var i = 0; i < name.Length; i++)
                few |= (ulong)name[i] << (8 * i);
            return Mix(Mix(hash ^ few, secret), secret);
        }
        // The last eight bytes overlap those before them where the length is no multiple of eight.
        for (var rest = name; rest.Length > 8; rest = rest[8..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest), secret);
        return Mix(Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]), secret), secret);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Of(ReadOnlySpan<byte> name, bool anyCase)
    {
        ref var start = ref MemoryMarshal.GetReference(name);
        var (hash, length) = (Second ^ (ulong)name.Length, name.Length);
        ulong low, high;
        if (length >= 16)
        {
            for (var at = 0; at < length - 16; at += 16)
                hash = Mix(Word(ref start, at, anyCase) ^ First, Word(ref start, at + 8, anyCase) ^ hash);
            (low, high) = (Word(ref start, length - 16, anyCase), Word(ref start, length - 8, anyCase));
        }
        else if (length >= 8)
            (low, high) = (Word(ref start, 0, anyCase), Word(ref start, length - 8, anyCase));
        else
        {
            (low, high) = (0, 0);
            if (length >= 4)
                low = ((ulong)Unsafe.ReadUnaligned<uint>(ref start) << 32) | Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4));
            else if (length > 0)
                low = ((ulong)start << 16) | ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | Unsafe.Add(ref start, length - 1);
            if (anyCase)
                low = LowerCase(low);
        }
        return Mix(Mix(low ^ First, high ^ hash), First);
    }

    private static ulong Word(ref byte start, int at, bool anyCase)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));
        return anyCase ? LowerCase(word) : word;
    }

    // Eight bytes at once: 0x20 is set where a byte is from A to Z.
    private static ulong LowerCase(ulong word)
    {
        const ulong each = 0x0101_0101_0101_0101;
        var seven = word & (0x7F * each);
        var fromA = seven + ((0x80 - 'A') * each);
        var beyondZ = seven + ((0x7F - 'Z') * each);
        return word | ((~word & (fromA ^ beyondZ) & (0x80 * each)) >> 2);
    }

    private static ulong Mix(ulong left, ulong right)
    {
        // BigMul writes its lower half to memory.
        if (Bmi2.X64.IsSupported)
            return Bmi2.X64.MultiplyNoFlags(left, right) ^ (left * right);
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
