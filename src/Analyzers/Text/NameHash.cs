using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Metrics.Analyzers.Text;

/// <summary>Hashes of 64 even bits by which names in lines are told apart: with a secret of this process in them, so that who writes log lines cannot make two
/// names that share one, and chance makes none (among a million names once in 30 million times).</summary>
/// <remarks>Multiplies and folds 16 bytes at a time, four of these side by side, as wyhash does (github.com/wangyi-fudan/wyhash).</remarks>
internal static class NameHash
{
    private static readonly ulong First = Secret();
    private static readonly ulong Second = Secret();
    private static readonly ulong Third = Secret();
    private static readonly ulong Fourth = Secret();
    private static readonly ulong Fifth = Secret();

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
        if (length > 16)
        {
            // Where less than 64 bytes are left, what is taken of them overlaps: nothing depends on how many there are, so that nothing is guessed wrong.
            var last = length - 16;
            for (var at = 0; at < length; at += 64)
            {
                hash = Pair(ref start, Math.Min(at, last), First, hash, anyCase) ^ Pair(ref start, Math.Min(at + 16, last), Third, hash, anyCase)
                    ^ Pair(ref start, Math.Min(at + 32, last), Fourth, hash, anyCase) ^ Pair(ref start, Math.Min(at + 48, last), Fifth, hash, anyCase);
            }
            return Mix(hash, First);
        }
        ulong low, high = 0;
        if (length >= 4)
        {
            // 0, 4 or 8: four words that overlap.
            var step = length / 8 * 4;
            low = ((ulong)Four(ref start, 0) << 32) | Four(ref start, step);
            high = ((ulong)Four(ref start, length - 4) << 32) | Four(ref start, length - 4 - step);
        }
        else
            low = length == 0 ? 0 : ((ulong)start << 16) | ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | Unsafe.Add(ref start, length - 1);
        if (anyCase)
            (low, high) = (LowerCase(low), LowerCase(high));
        return Mix(Mix(low ^ First, high ^ hash), First);
    }

    // 16 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pair(ref byte start, int at, ulong secret, ulong hash, bool anyCase)
    {
        var low = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));
        var high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at + 8));
        return anyCase ? Mix(LowerCase(low) ^ secret, LowerCase(high) ^ hash) : Mix(low ^ secret, high ^ hash);
    }

    private static uint Four(ref byte start, int at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, at));

    // Eight bytes at once: 0x20 is set where a byte is from A to Z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LowerCase(ulong word)
    {
        const ulong each = 0x0101_0101_0101_0101;
        var seven = word & (0x7F * each);
        var fromA = seven + ((0x80 - 'A') * each);
        var beyondZ = seven + ((0x7F - 'Z') * each);
        return word | ((~word & (fromA ^ beyondZ) & (0x80 * each)) >> 2);
    }

    private static ulong Secret() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    private static ulong Mix(ulong left, ulong right)
    {
        // BigMul writes its lower half to memory.
        if (Bmi2.X64.IsSupported)
            return Bmi2.X64.MultiplyNoFlags(left, right) ^ (left * right);
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
