using Metrics.Web.Pages;

namespace Metrics.Web.Tests.Pages;

public sealed class WordsTests
{
    [Theory]
    [InlineData(106, 100, "+6\u00a0% on yesterday"), InlineData(94, 100, "\u22126\u00a0% on yesterday")]
    [InlineData(0, 100, "\u2212100\u00a0% on yesterday"), InlineData(999, 100, "+899\u00a0% on yesterday")]
    [InlineData(100.4, 100, "as yesterday"), InlineData(99.6, 100, "as yesterday")]
    [InlineData(1_000, 100, "10 times yesterday"), InlineData(1e300, 1e-300, "2\u2009147\u2009483\u2009647 times yesterday")]
    public void A_change_is_said_in_percent_and_a_large_one_in_times(double today, double yesterday, string expected) =>
        Assert.Equal(expected, Words.OnYesterday(today, yesterday));

    [Theory, InlineData(1, 0), InlineData(0, 0), InlineData(double.NaN, 1), InlineData(1, double.NaN)]
    public void Nothing_is_compared_with_nothing(double today, double yesterday) => Assert.Null(Words.OnYesterday(today, yesterday));
}
