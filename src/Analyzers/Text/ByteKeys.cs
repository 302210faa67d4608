using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Metrics.Analyzers.Text;

/// <summary>Compares keys of bytes, so that a dictionary can be asked with a part of a line without making a key of it.</summary>
/// <remarks>The hash is the runtime's own of strings, which is seeded: who writes log lines cannot make keys that collide.</remarks>
internal sealed class ByteKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    /// <summary>The only one.</summary>
    public static readonly ByteKeys Comparer = new();

    /// <summary>An empty dictionary with keys of bytes, and the way to ask it with spans.</summary>
    public static Dictionary<byte[], T> Dictionary<T>(out Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> bySpan)
    {
        var dictionary = new Dictionary<byte[], T>(Comparer);
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
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(alternate));
        return (alternate.Length & 1) == 0 ? hash : hash ^ (alternate[^1] * 0x01000193);
    }

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
