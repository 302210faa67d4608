using System.Text;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;

namespace Metrics.Analyzers.Tests.Tops;

public sealed class DistinctCountTests
{
    private const ulong Secret = 0x9E37_79B9_7F4A_7C15;

    [Theory]
    [InlineData(0), InlineData(1), InlineData(100), InlineData(5_000), InlineData(100_000), InlineData(2_000_000)]
    public void Addresses_are_counted_within_four_standard_errors(int addresses)
    {
        var count = new DistinctCount([]);
        for (var repeat = 0; repeat < 2; repeat++)
            for (var i = 0; i < addresses; i++)
                count.Add(NameHash.Lasting(Encoding.ASCII.GetBytes($"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}"), Secret));

        Assert.InRange(count.Estimate, addresses * (1 - (4 * 0.023)), addresses * (1 + (4 * 0.023)));
    }

    [Fact]
    public void Two_months_together_count_who_came_in_both_once()
    {
        var (march, april) = (new DistinctCount([]), new DistinctCount([]));
        for (var i = 0; i < 1_000; i++)
        {
            march.Add(NameHash.Lasting(BitConverter.GetBytes((long)i), Secret));
            april.Add(NameHash.Lasting(BitConverter.GetBytes((long)i + 500), Secret));
        }

        march.Add(new DistinctCount(april.Registers));

        Assert.InRange(march.Estimate, 1_400, 1_600);
    }

    [Fact]
    public void Registers_of_another_size_are_refused() => Assert.Throws<FormatException>(() => new DistinctCount(new byte[7]));
}
