using CsCheck;
using Metrics.RrdStore.Format.Codec;

namespace Metrics.RrdStore.Tests.Codec;

/// <summary>Whatever the bytes are, decoding ends, in values or in an error, and stays within its spans.</summary>
public class BlockDamageTests
{
    [Fact]
    public void Random_bytes_give_values_or_an_error() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[1, 600]).Sample((bytes, count) => Survives(bytes, count), iter: 20_000);

    [Fact]
    public void Random_bytes_behind_each_possible_head_give_values_or_an_error() =>
        Gen.Select(Gen.Byte[0, 31], Gen.Byte[0, 40].Array[0, 12], Gen.Byte.Array[0, 100], Gen.Int[1, 600])
            .Sample((head, fields, bytes, count) => Survives([head, .. fields, .. bytes], count), iter: 20_000);

    [Fact]
    public void A_block_with_bytes_changed_gives_values_or_an_error() =>
        Gen.Select(Gen.Int[0, KnownBlocks.Count - 1], Gen.Select(Gen.Int[0, 5000], Gen.Byte).Array[1, 4]).Sample((which, changes) =>
        {
            var (block, count) = KnownBlocks[which];
            var damaged = (byte[])block.Clone();
            foreach (var (at, value) in changes)
                damaged[at % damaged.Length] = value;
            Survives(damaged, count);
        }, iter: 20_000);

    [Fact]
    public void A_block_cut_anywhere_is_an_error()
    {
        foreach (var (block, count) in KnownBlocks)
        {
            for (var length = 0; length < block.Length; length++)
                Assert.Throws<InvalidDataException>(() => BlockCodec.Decode(block.AsSpan(0, length), new double[count]));
        }
    }

    [Fact]
    public void A_part_that_is_not_known_is_an_error()
    {
        var error = Assert.Throws<InvalidDataException>(() => BlockCodec.Decode([0x40, 0, 0, 0, 0], new double[4]));
        Assert.Contains("0x40", error.Message);
    }

    private static readonly List<(byte[] Block, int Count)> KnownBlocks =
    [
        .. RealisticValues.All.Select(kind => Encode(kind.Block(300))),
        Encode([double.NaN, 1, double.NaN]),
        Encode([double.NaN, double.NaN]),
        Encode([.. Enumerable.Range(1, 200).Select(i => (i * 7 % 90 + 0.1) / (i % 20 == 0 ? 6 : 7))], 7),
        Encode([.. Enumerable.Range(1, 200).Select(i => i % 30 == 0 ? Math.Sqrt(i) : i * 0.1)]),
    ];

    private static (byte[] Block, int Count) Encode(double[] values, int stepsPerRow = 1)
    {
        var block = new byte[BlockCodec.MaximumLength(values.Length)];
        return (block[..BlockCodec.Encode(values, block, stepsPerRow)], values.Length);
    }

    private static void Survives(byte[] bytes, int count)
    {
        const double Guard = 12345.678;
        var values = new double[count + 2];
        values[0] = values[^1] = Guard;
        try
        {
            Assert.InRange(BlockCodec.Decode(bytes, values.AsSpan(1, count)), 1, bytes.Length);
        }
        catch (InvalidDataException)
        {
        }
        Assert.Equal(Guard, values[0]);
        Assert.Equal(Guard, values[^1]);
    }
}
