using System.Numerics;
using Metrics.RrdStore.Format.Codec;

namespace Metrics.Bench.Codec;

/// <summary>The usual compression of a time series' values, for comparison: each double XORed with the one before, and of that the
/// bits between the zeros (Pelkonen and others, "Gorilla", VLDB 2015, 4.1.2). Values only; times are not counted on either side.</summary>
internal static class XorOfDoubles
{
    /// <returns>Bytes the values take.</returns>
    public static int Encode(ReadOnlySpan<double> values, Span<byte> destination)
    {
        var writer = new BitWriter(destination);
        var last = BitConverter.DoubleToUInt64Bits(values[0]);
        writer.Write(last, 64);
        var (leading, trailing) = (64, 0);
        foreach (var value in values[1..])
        {
            var bits = BitConverter.DoubleToUInt64Bits(value);
            var xor = bits ^ last;
            last = bits;
            if (xor == 0)
            {
                writer.Write(0, 1);
                continue;
            }

            writer.Write(1, 1);
            var (zerosAbove, zerosBelow) = (Math.Min(31, BitOperations.LeadingZeroCount(xor)), BitOperations.TrailingZeroCount(xor));
            if (zerosAbove >= leading && zerosBelow >= trailing)
            {
                writer.Write(0, 1);
            }
            else
            {
                (leading, trailing) = (zerosAbove, zerosBelow);
                writer.Write(1, 1);
                writer.Write((ulong)leading, 5);
                writer.Write((ulong)(63 - leading - trailing), 6);
            }
            writer.Write(xor >> trailing, 64 - leading - trailing);
        }
        return writer.Finish();
    }
}
