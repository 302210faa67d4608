using System.Diagnostics.CodeAnalysis;

namespace Metrics.Analyzers.Text;

/// <summary>Compares keys of bytes, so that a dictionary can be asked with a part of a line without making a key of it.</summary>
internal sealed class ByteKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    /// <summary>Every byte counts.</summary>
    public static readonly ByteKeys Exact = new();

    /// <summary>By their bytes, as SQLite orders them.</summary>
    public static readonly Comparer<byte[]> InOrder = Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y));

    private ByteKeys()
    {
    }

    /// <summary>An empty dictionary with keys of bytes, and the way to ask it with spans.</summary>
    public Dictionary<byte[], T> Dictionary<T>(out Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> bySpan)
    {
        var dictionary = new Dictionary<byte[], T>(this);
        bySpan = dictionary.GetAlternateLookup<ReadOnlySpan<byte>>();
        return dictionary;
    }

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)NameHash.Of(alternate);

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
