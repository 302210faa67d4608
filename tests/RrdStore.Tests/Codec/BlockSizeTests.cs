using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore.Tests.Codec;

/// <summary>Bytes a value: the reason the codec exists.</summary>
public class BlockSizeTests
{
    private const int PrimaryBlock = 512;
    private const int ArchiveBlock = 256;
    private const int StepsPerRow = 30;
    private const int Blocks = 8;

    // Measured, and 5 % more.
    public static TheoryData<string, double> Limits => new()
    {
        { "temperature, 1 °C", 0.0892 },
        { "temperature, 0.125 °C", 0.291 },
        { "fan", 0.64 },
        { "volts", 0.0231 },
        { "jiffies", 0.849 },
        { "bytes, busy", 3.15 },
        { "bytes, quiet", 2.02 },
        { "packets", 1.11 },
        { "load", 0.448 },
        { "memory", 1.33 },
        { "near constant", 0.0566 },
        { "events", 0.256 },
        { "round-trip time", 1.32 },
        { "full mantissa", 6.18 },
    };

    [Theory, MemberData(nameof(Limits))]
    public void Each_kind_of_primary_data_points_is_as_short_as_it_was(string kind, double limit) =>
        Assert.InRange(PrimaryBytes(RealisticValues.All.Single(k => k.Name == kind)), 0, limit);

    [Fact]
    public void Every_kind_has_a_limit() => Assert.Equal(RealisticValues.All.Select(k => k.Name), Limits.Select(row => row.Data.Item1));

    [Fact]
    public void A_mix_of_primary_data_points_takes_at_most_one_byte_a_value() =>
        Assert.InRange(RealisticValues.All.Sum(kind => kind.PercentOfMix / 100.0 * PrimaryBytes(kind)), 0, 1.0);

    [Fact]
    public void A_mix_of_short_blocks_takes_a_fifth_more_at_most() =>
        Assert.InRange(RealisticValues.All.Sum(kind => kind.PercentOfMix / 100.0 * PrimaryBytes(kind, 64)), 0, 1.2);

    [Fact]
    public void A_mix_of_brief_blocks_takes_a_twentieth_more_than_the_same_in_the_shortest_form() =>
        Assert.InRange(
            RealisticValues.All.Sum(kind => kind.PercentOfMix / 100.0 * PrimaryBytes(kind, Column.FineCapacity, isBrief: true)), 0,
            1.05 * RealisticValues.All.Sum(kind => kind.PercentOfMix / 100.0 * PrimaryBytes(kind, Column.FineCapacity)));

    [Fact]
    public void Archives_of_four_functions_take_at_most_1_4_bytes_a_value() =>
        Assert.InRange(RealisticValues.All.Sum(kind => kind.PercentOfMix / 100.0 * ArchiveBytes(kind)), 0, 1.4);

    [Fact]
    public void Averages_are_sums_inside_and_not_doubles()
    {
        // Log2 of 28 steps is 0.6 bytes and the rounding of the sum 0.3, where doubles take six more than a row's last value.
        const int Steps = 28;
        var rates = RealisticValues.All.Single(kind => kind.Name == "packets");
        var rows = rates.Block(Blocks * ArchiveBlock * Steps).Chunk(Steps).ToArray();
        var last = Bytes(rows.Select(row => row[^1]).Chunk(ArchiveBlock), 1);
        var average = Bytes(rows.Select(Average).Chunk(ArchiveBlock), Steps);
        var withoutHint = Bytes(rows.Select(Average).Chunk(ArchiveBlock), 1);
        Assert.InRange(average - last, 0, 1.0);
        Assert.InRange(withoutHint, 2 * average, 8.1);
    }

    [Fact]
    public void Averages_of_fewer_points_cost_few_bits_more()
    {
        var random = new Random(1);
        var readings = Enumerable.Range(0, ArchiveBlock * StepsPerRow).Select(_ => random.Next(1000) / 10.0);
        var rows = readings.Chunk(StepsPerRow).ToArray();
        var thinned = rows.Select((row, i) => i % 4 == 0 ? row[(1 + i % 3)..] : row);
        var whole = Bytes([[.. rows.Select(Average)]], StepsPerRow);
        Assert.InRange(Bytes([[.. thinned.Select(Average)]], StepsPerRow) - whole, 0, 0.4);
    }

    [Fact]
    public void Unknown_and_constant_blocks_take_a_handful_of_bytes()
    {
        Assert.InRange(BlockAssert.ComesBack([.. Enumerable.Repeat(double.NaN, PrimaryBlock)]), 0, 4);
        Assert.InRange(BlockAssert.ComesBack([.. Enumerable.Repeat(0.0, PrimaryBlock)]), 0, 4);
        Assert.InRange(BlockAssert.ComesBack([.. Enumerable.Repeat(21.625, PrimaryBlock)]), 0, 8);
        Assert.InRange(BlockAssert.ComesBack([.. Enumerable.Repeat(Math.PI, PrimaryBlock)]), 0, 13);
    }

    private static double PrimaryBytes(RealisticValues kind, int block = PrimaryBlock, bool isBrief = false) =>
        Bytes(kind.Block(Blocks * PrimaryBlock).Chunk(block), 1, isBrief);

    private static double ArchiveBytes(RealisticValues kind)
    {
        var rows = kind.Block(Blocks * ArchiveBlock * StepsPerRow).Chunk(StepsPerRow).ToArray();
        return (Bytes(rows.Select(Average).Chunk(ArchiveBlock), StepsPerRow)
            + Bytes(rows.Select(row => row.Where(double.IsFinite).Min()).Chunk(ArchiveBlock), 1)
            + Bytes(rows.Select(row => row.Where(double.IsFinite).Max()).Chunk(ArchiveBlock), 1)
            + Bytes(rows.Select(row => row[^1]).Chunk(ArchiveBlock), 1)) / 4;
    }

    // One after the other in doubles, then a division: as RRDtool does it.
    private static double Average(double[] row)
    {
        var known = row.Where(double.IsFinite).ToArray();
        return known.Aggregate(0.0, (sum, value) => sum + value) / known.Length;
    }

    private static double Bytes(IEnumerable<double[]> blocks, int stepsPerRow, bool isBrief = false)
    {
        var (bytes, values) = (0, 0);
        foreach (var block in blocks)
        {
            bytes += BlockAssert.ComesBack(block, stepsPerRow, isBrief);
            values += block.Length;
        }
        return bytes / (double)values;
    }
}
