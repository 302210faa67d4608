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
        var hash = Secret ^ (ulong)alternate.Length;
        while (alternate.Length >= 8)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(alternate));
            alternate = alternate[8..];
        }
        var rest = 0UL;
        for (var i = 0; i < alternate.Length; i++)
            rest |= (ulong)alternate[i] << (8 * i);
        hash = Mix(hash, rest);
        return (int)(hash ^ (hash >> 32));
    }

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    private ulong Mix(ulong hash, ulong word)
    {
        var high = Math.BigMul(hash ^ (word | fold), Secret, out var low);
        return high ^ low;
    }
}
