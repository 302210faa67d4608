using Metrics.Web.Pages;

namespace Metrics.Web.Tests.Pages;

/// <summary>When a file system will be full is said only where it can be.</summary>
public class SpaceTrendTests
{
    private const double Gib = 1L << 30;

    [Theory]
    [InlineData(2, 188, "full in about 94 days")]
    [InlineData(2, 600, "full in about 10 months")]
    [InlineData(2, 3, "full in less than two days")]
    [InlineData(2, 2_000, "grows 2.00\u00A0GiB a day")]
    [InlineData(-2, 100, "shrinks 2.00\u00A0GiB a day")]
    [InlineData(0, 100, "steady")]
    [InlineData(0.001, 100, "steady")]
    public void Even_growth_leads_to_an_end(double gibPerDay, double freeGib, string expected) =>
        Assert.Equal(expected, SpaceTrend.Of(Days(30, day => 50 + gibPerDay * day + (day % 2 == 0 ? 0.05 : 0)), freeGib * Gib).Words);

    [Theory, InlineData(5), InlineData(15), InlineData(25)]
    public void A_file_that_was_copied_once_foretells_nothing(int when) =>
        Assert.Equal(double.NaN, SpaceTrend.Of(Days(30, day => day < when ? 50 : 90), 100 * Gib).DaysLeft);

    [Fact]
    public void A_week_is_too_short_to_say_anything() => Assert.Equal("", SpaceTrend.Of(Days(30, day => day < 23 ? double.NaN : 50 + day), 100 * Gib).Words);

    [Fact]
    public void Missing_days_are_left_out_of_the_account() =>
        Assert.Equal(94, SpaceTrend.Of(Days(30, day => day % 5 == 3 || day == 29 ? double.NaN : 50 + 2 * day), 188 * Gib).DaysLeft, 1e-6);

    [Fact]
    public void Unknown_space_says_nothing() => Assert.Equal("", SpaceTrend.Of(Days(30, day => 50 + day), double.NaN).Words);

    private static double[] Days(int count, Func<int, double> gib) => [.. Enumerable.Range(0, count).Select(day => gib(day) * Gib)];
}
