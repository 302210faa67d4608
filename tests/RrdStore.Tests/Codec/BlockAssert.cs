using Metrics.RrdStore.Format.Codec;

namespace Metrics.RrdStore.Tests.Codec;

internal static class BlockAssert
{
    /// <summary>Encodes, decodes and compares bits, of a brief block and of one that is not.</summary>
    /// <returns>Bytes the latter has; of the brief one if that is asked for.</returns>
    public static int ComesBack(double[] values, int stepsPerRow = 1, bool isBrief = false)
    {
        Length(values, stepsPerRow, !isBrief);
        return Length(values, stepsPerRow, isBrief);
    }

    private static int Length(double[] values, int stepsPerRow, bool isBrief)
    {
        var block = new byte[BlockCodec.MaximumLength(values.Length)];
        var length = BlockCodec.Encode(values, block, stepsPerRow, isBrief);
        Assert.InRange(length, values.Length == 0 ? 0 : 1, block.Length);

        // Read once with the block ending the source and once with bytes after it.
        foreach (var source in new[] { block[..length], block })
        {
            var decoded = new double[values.Length];
            Array.Fill(decoded, 12345.678);
            Assert.Equal(length, BlockCodec.Decode(source, decoded));
            for (var i = 0; i < values.Length; i++)
            {
                var expected = double.IsNaN(values[i]) ? double.NaN : values[i];
                if (BitConverter.DoubleToInt64Bits(expected) != BitConverter.DoubleToInt64Bits(decoded[i]))
                    Assert.Fail($"Value {i} of {values.Length} is {decoded[i]:R} and was {expected:R}.");
            }
        }
        return length;
    }
}
