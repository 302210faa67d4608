using Metrics.Web.Endpoints;

namespace Metrics.Web.Tests.Endpoints;

public class MomentTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_775_133_300);

    [Theory]
    [InlineData("now", 1_775_133_300)]
    [InlineData("-36h", 1_775_133_300 - 129_600)]
    [InlineData("1775000000", 1_775_000_000)]
    [InlineData("1970-01-02T00:00:00Z", 86_400)]
    [InlineData("1970-01-02T00:00:00.5+01:00", 82_800)]
    public void A_moment_is_read(string text, long expected) => Assert.Equal(expected, Moment.Read(text, Now));

    [Theory, InlineData(""), InlineData("-"), InlineData("36h"), InlineData("1970-01-02"), InlineData("1970-01-02T00:00:00"), InlineData("99999999999999999"), InlineData("--1h")]
    public void Anything_else_is_no_moment(string text) => Assert.Null(Moment.Read(text, Now));
}
