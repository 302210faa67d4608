using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Storage;

/// <summary>Block payloads as plain little-endian doubles, with the calls of the codec that takes its place.</summary>
internal static class BlockCodec
{
    public static int MaximumLength(int count) => count * sizeof(double);

    public static int Encode(ReadOnlySpan<double> values, Span<byte> destination, int stepsPerRow = 1)
    {
        _ = stepsPerRow;
        MemoryMarshal.AsBytes(values).CopyTo(destination);
        return values.Length * sizeof(double);
    }

    public static int Decode(ReadOnlySpan<byte> source, Span<double> values)
    {
        var length = values.Length * sizeof(double);
        if (source.Length < length)
            throw new InvalidDataException("The block is shorter than its values.");
        MemoryMarshal.Cast<byte, double>(source[..length]).CopyTo(values);
        return length;
    }
}
