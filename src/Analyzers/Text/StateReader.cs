using System.Buffers.Binary;

namespace Metrics.Analyzers.Text;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> state)
{
    private ReadOnlySpan<byte> rest = state;

    /// <summary>Whether all of it was read.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>A number.</summary>
    /// <exception cref="FormatException">The state ends before it.</exception>
    public long Number() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>A text; it lives as long as the state.</summary>
    /// <exception cref="FormatException">The state ends before it.</exception>
    public ReadOnlySpan<byte> Bytes() => Take(Number());

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > rest.Length)
            throw new FormatException($"The state of a log says {length} bytes follow, where {rest.Length} do.");
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }
}
