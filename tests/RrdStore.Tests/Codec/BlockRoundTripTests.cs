using CsCheck;
using Metrics.RrdStore.Format.Codec;

namespace Metrics.RrdStore.Tests.Codec;

/// <summary>Decode gives back, bit for bit, what was encoded.</summary>
public class BlockRoundTripTests
{
    private static readonly Gen<double> AnyDouble = Gen.ULong.Select(BitConverter.UInt64BitsToDouble);

    private static readonly double[] Odd =
    [
        0.0, -0.0, 1.0, -1.0, 0.1, -0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon,
        double.MaxValue, double.MinValue, 2.2250738585072014e-308, 1e15, -1e15, 9007199254740993, 2251799813685248, 1099511627776, 1.0 / 3,
        0.30000000000000004, BitConverter.UInt64BitsToDouble(0x7FF0_0000_0000_0001), BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_1234),
    ];

    // Each value shape that a stage of the codec treats on its own, and mixtures that leave it.
    private static readonly Gen<double> OddDouble = Gen.OneOf(Odd);
    private static readonly Gen<double> Decimal = Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Int[0, 7], (n, e) => n / Math.Pow(10, e));
    private static readonly Gen<double> Fraction = Gen.Select(
        Gen.Long[0, 1_000_000_000], Gen.OneOf(8, 60, 300, 1800, 86_400), (n, d) => n / (double)d);
    private static readonly Gen<double> Noisy = Gen.Select(
        Decimal, Gen.Int[-40, 40], (value, ulps) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + ulps));
    private static readonly Gen<double> Integer = Gen.Long.Select(n => (double)n);
    private static readonly Gen<double> Small = Gen.Double[0, 100];

    private static readonly Gen<double>[] Shapes = [AnyDouble, OddDouble, Decimal, Fraction, Noisy, Integer, Small];
    private static readonly Gen<Gen<double>> Shape = Gen.Int[0, Shapes.Length - 1].Select(i => Shapes[i]);

    private static readonly Gen<double[]> Block =
        from shape in Shape
        from other in Shape
        from share in Gen.OneOf(0, 1, 5, 50)
        from runs in Gen.OneOf(1, 3, 60)
        from count in Gen.Frequency((1, Gen.Int[0, 3]), (8, Gen.Int[4, 600]))
        from values in Mixed(shape, other, share).Array[count]
        select Stretch(values, runs);

    [Fact]
    public void Every_block_comes_back_with_the_same_bits() =>
        Gen.Select(Block, Gen.OneOf(1, 2, 6, 30, 288, 4320)).Sample((values, steps) => BlockAssert.ComesBack(values, steps), iter: 6_000);

    [Fact]
    public void Every_walk_comes_back_with_the_same_bits() =>
        Gen.Select(Gen.Long[-1000, 1000].Array[1, 600], Gen.Int[0, 6], Gen.Int[0, 2]).Sample((steps, exponent, order) =>
        {
            var walk = (long[])steps.Clone();
            for (var pass = 0; pass < order; pass++)
            {
                for (var i = 1; i < walk.Length; i++)
                    walk[i] += walk[i - 1];
            }
            BlockAssert.ComesBack([.. walk.Select(n => n / Math.Pow(10, exponent))]);
        }, iter: 2_000);

    [Fact]
    public void Every_odd_double_comes_back_alone_in_company_and_in_full_blocks()
    {
        foreach (var value in Odd)
        {
            BlockAssert.ComesBack([value]);
            BlockAssert.ComesBack([value, value, value]);
            BlockAssert.ComesBack([1, 2, value, 3]);
            BlockAssert.ComesBack([.. Enumerable.Repeat(value, BlockCodec.MaximumCount)]);
            BlockAssert.ComesBack([.. Enumerable.Range(0, 100).Select(i => i == 50 ? value : i / 10.0)]);
        }
    }

    [Fact]
    public void Every_pair_of_odd_doubles_comes_back_in_turn()
    {
        foreach (var first in Odd)
        {
            foreach (var second in Odd)
                BlockAssert.ComesBack([.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? first : second)]);
        }
    }

    [Fact]
    public void Unknown_of_any_payload_comes_back_as_the_one_unknown()
    {
        var values = new[] { 1.0, BitConverter.UInt64BitsToDouble(0x7FF0_0000_0000_0001), 2.0, -double.NaN };
        var block = new byte[BlockCodec.MaximumLength(values.Length)];
        var length = BlockCodec.Encode(values, block);
        BlockCodec.Decode(block.AsSpan(0, length), values);
        Assert.Equal(BitConverter.DoubleToInt64Bits(double.NaN), BitConverter.DoubleToInt64Bits(values[1]));
        Assert.Equal(BitConverter.DoubleToInt64Bits(double.NaN), BitConverter.DoubleToInt64Bits(values[3]));
    }

    [Fact]
    public void A_full_block_of_random_bits_stays_within_the_maximum_length()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, BlockCodec.MaximumCount).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64())).ToArray();
        BlockAssert.ComesBack(values);
        for (var i = 0; i < values.Length; i += 2)
            values[i] = double.NaN;
        BlockAssert.ComesBack(values);
    }

    [Fact]
    public void No_values_take_no_bytes()
    {
        Assert.Equal(0, BlockCodec.MaximumLength(0));
        Assert.Equal(0, BlockCodec.Encode([], []));
        Assert.Equal(0, BlockCodec.Decode([1, 2, 3], []));
    }

    [Fact]
    public void Too_many_values_too_little_room_and_no_steps_are_refused()
    {
        var values = new double[BlockCodec.MaximumCount + 1];
        var block = new byte[BlockCodec.MaximumLength(values.Length)];
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockCodec.Encode(values, block));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockCodec.Decode(block, values));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockCodec.Encode([1.0], new byte[BlockCodec.MaximumLength(1) - 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockCodec.Encode([1.0], block, 0));
    }

    private static Gen<double> Mixed(Gen<double> shape, Gen<double> other, int percent) =>
        Gen.Frequency((100 - percent, shape), (percent, Gen.OneOf(other, OddDouble)));

    // Repeats each value up to so many times, for runs.
    private static double[] Stretch(double[] values, int runs) =>
        [.. values.SelectMany((value, i) => Enumerable.Repeat(value, 1 + i % runs)).Take(BlockCodec.MaximumCount)];
}
