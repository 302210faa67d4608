using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Metrics.Analyzers.Text;

/// <summary>Compares keys of bytes, so that a dictionary can be asked with a part of a line without making a key of it.</summary>
/// <remarks>The hash multiplies and folds 8 bytes at a time with a secret of this process: who writes log lines cannot make keys that collide.
/// Case is that of ASCII; other bytes are compared as they are.</remarks>
internal sealed class ByteKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    /// <summary>Every byte counts.</summary>
    public static readonly ByteKeys Exact = new(0);

    /// <summary>Capital letters are the same as small ones.</summary>
    public static readonly ByteKeys IgnoreCase = new(0x2020_2020_2020_2020);

    private static readonly ulong Secret = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    private readonly ulong fold;

    private ByteKeys(ulong fold) => this.fold = fold;

    /// <summary>An empty dictionary with keys of bytes, and the way to ask it with spans.</summary>
    public Dictionary<byte[], T> Dictionary<T>(out Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> bySpan)
    {
        var dictionary = new Dictionary<byte[], T>(this);
        bySpan = dictionary.GetAlternateLookup<ReadOnlySpan<byte>>();
        return dictionary;
    }

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => Equals(x.AsSpan(), y!);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) =>
        alternate.SequenceEqual(other) || (fold != 0 && Ascii.EqualsIgnoreCase(alternate, other));

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = Hash(alternate, Secret, fold);
        return (int)(hash ^ (hash >> 32));
    }

    /// <summary>A hash of 64 even bits, the same for the life of this process: two names that somebody outside chose do not share one.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes) => Hash(bytes, Secret, 0);

    /// <summary>A hash of 64 even bits that depends on a secret, for what is kept longer than the process.</summary>
    /// <param name="bytes">What it is of.</param>
    /// <param name="secret">An odd number that nobody outside knows.</param>
    public static ulong Hash(ReadOnlySpan<byte> bytes, ulong secret) => Mix(Hash(bytes, secret, 0), 0, secret);

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    private static ulong Hash(ReadOnlySpan<byte> bytes, ulong secret, ulong fold)
    {
        var hash = secret ^ (ulong)bytes.Length;
        if (bytes.Length < 8)
        {
            var few = 0UL;
            for (var i = 0; i < bytes.Length; i++)
                few |= (ulong)bytes[i] << (8 * i);
            return Mix(hash, few | fold, secret);
        }
        // The last eight bytes overlap those before them where the length is no multiple of eight.
        for (var rest = bytes; rest.Length > 8; rest = rest[8..])
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest) | fold, secret);
        return Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]) | fold, secret);
    }

    private static ulong Mix(ulong hash, ulong word, ulong secret)
    {
        var high = Math.BigMul(hash ^ word, secret, out var low);
        return high ^ low;
    }
}
