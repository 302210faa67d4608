using Metrics.RrdStore.Format.Codec;

namespace Metrics.RrdStore.Tests.Codec;

/// <summary>The bytes of blocks, as docs/format.md describes them. Blocks of old files must be read for ever: bytes that are no longer read
/// are a new version of the format. An encoder that finds shorter ones may change what is written, and keeps these to be read.</summary>
public class BlockFormatTests
{
    private static readonly double[] Walk = [48, 48.5, 49, 48.5, 48, 47.5, 48, 48, 48.5, 49, 49.5, 49, 48.5, 48.5, 48, 48.5];

    private static readonly double[] Sums = [371, 382, 365, 319, 390, 372, 383, 385, 377, 371, 380, 364];

    public static TheoryData<string, double[], int, string> Golden => new()
    {
        {
            "unknown", [double.NaN, double.NaN, double.NaN], 1,
            "020003"
        },
        {
            "constant", [12.5, 12.5, 12.5, 12.5], 1,
            "000afa0100"
        },
        {
            "constant with gaps", [double.NaN, 7, 7, double.NaN], 1,
            "0200010201010e00"
        },
        {
            "packed", [3, 0, 1, 2, 3, 1, 0, 2, 2, 0, 3, 1], 1,
            "000100010041938772"
        },
        {
            "rice from the last", Walk, 1,
            "000ab607050301810a0b673185"
        },
        {
            "rice about a level", [50, 61, 43, 55, 47, 58, 44, 52, 60, 41, 53, 49], 1,
            "000152010083862cddcc392ea400"
        },
        {
            "slope", [0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, 225], 1,
            "00010001030042224992244912"
        },
        {
            "runs", [.. Enumerable.Range(0, 64).Select(i => i == 20 ? 4096.0 * 3 : i == 50 ? 4096.0 : 0)], 1,
            "000100802000c024b12d"
        },
        {
            "thirds of a minute", [1 / 60.0, 7 / 60.0, 5 / 60.0, 11 / 60.0], 1,
            "00ac020a0a0042980a"
        },
        {
            "means with one missing", [.. Sums.Select((sum, i) => sum / (i == 3 ? 6 : 7))], 7,
            "100707c09700d8050100444706a4d1aced4000"
        },
        {
            "corrections", [0.1 * 3, 0.2, 0.3, 0.1 + 0.2, 0.4, 0.6], 1,
            "040a0401008157420001004009"
        },
        {
            "misfit", [1, 2, 3, 4, 5, 6, 7, 1 / 7.0, 9, 10, 11, 12], 1,
            "08010201030080fc42070107922449922449c23f"
        },
        {
            "bits", [Math.ScaleB(1, -1074), -0.0, double.PositiveInfinity, double.MaxValue], 1,
            "0101010202960700000000f8050000000000c0ff070000"
        },
        {
            "escape", [.. Enumerable.Range(0, 64).Select(i => i == 30 ? 1e6 : i % 5)], 1,
            "00010001008149a496a9656a995aa6960900002620a15f2f994c2d53cbd432b54c2d03"
        },
    };

    [Theory, MemberData(nameof(Golden))]
    public void The_bytes_of_a_block_stay_the_same(string name, double[] values, int stepsPerRow, string expected)
    {
        var block = new byte[BlockCodec.MaximumLength(values.Length)];
        var length = BlockCodec.Encode(values, block, stepsPerRow);
        Assert.Equal($"{name}: {expected}", $"{name}: {Convert.ToHexStringLower(block.AsSpan(0, length))}");
        BlockAssert.ComesBack(values, stepsPerRow);
    }

    [Theory, MemberData(nameof(Golden))]
    public void The_bytes_of_a_block_are_read_for_ever(string name, double[] values, int stepsPerRow, string bytes)
    {
        _ = (name, stepsPerRow);
        var decoded = new double[values.Length];
        BlockCodec.Decode(Convert.FromHexString(bytes), decoded);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), decoded.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void The_golden_blocks_have_every_part()
    {
        var parts = Golden.Select(row => (BlockParts)Convert.FromHexString(row.Data.Item4)[0]).Aggregate((all, next) => all | next);
        Assert.Equal(BlockParts.All, parts);
    }
}
