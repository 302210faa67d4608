using System.Collections.Immutable;
using Metrics.Grapher;
using Metrics.Web.Shares;

namespace Metrics.Web.Tests.Shares;

public class ShareScopeTests
{
    [Theory]
    [InlineData("net.eth0", "net.eth0", true)]
    [InlineData("net.eth0", "net.eth01", false)]
    [InlineData("net.*", "net.eth0", true)]
    [InlineData("net.*", "network", false)]
    [InlineData("NET.*", "net.eth0", false)]
    [InlineData("*", "net.eth0", true)]
    [InlineData("section:network", "net.eth0", true)]
    [InlineData("section:net", "net.eth0", false)]
    [InlineData("network", "net.eth0", false)]
    [InlineData("disk.* net.eth0", "net.eth0", true)]
    public void A_scope_has_names_patterns_and_sections(string scope, string graph, bool expected) =>
        Assert.Equal(expected, ShareScope.Of(scope).Includes(Graph(graph)));

    [Fact]
    public void Many_stars_do_not_take_long() =>
        Assert.False(ShareScope.Of(string.Concat(Enumerable.Repeat("a*", 127)) + "c").Includes(Graph(new string('a', 255) + "b")));

    [Theory, InlineData(""), InlineData("a?"), InlineData("a\\b"), InlineData("a\u0001")]
    public void What_is_no_scope_is_refused(string text) => Assert.NotNull(ShareScope.Of(text).Fault);

    [Theory]
    [InlineData("https://www.example.net", true)]
    [InlineData("https://www.example.net:8443", true)]
    [InlineData("https://www.example.net/", false)]
    [InlineData("https://www.example.net/page", false)]
    [InlineData("https://a.example;script-src", false)]
    [InlineData("https://*", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("*", false)]
    public void Frames_are_origins_and_nothing_that_could_change_the_policy(string frame, bool isRight) =>
        Assert.Equal(isRight, !Draft(frames: [frame]).Faults(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc).Any());

    [Theory]
    [InlineData("2026-06-30", "Europe/Berlin", "2026-06-30T22:00:00Z")]
    [InlineData("2026-12-31", "America/New_York", "2027-01-01T05:00:00Z")]
    [InlineData("2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00Z")]
    public void A_share_ends_with_the_end_of_its_last_day(string until, string zone, string expected)
    {
        var found = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var end = Draft(until: until).End(found);

        Assert.Equal(DateTimeOffset.Parse(expected), end);
        Assert.StartsWith(DateOnly.Parse(until).Day.ToString(), ShareWords.LastDay(end!.Value, found));
    }

    [Theory, InlineData("2026-13-01"), InlineData("tomorrow"), InlineData("9999-12-31"), InlineData("1969-12-30")]
    public void A_last_day_that_is_none_is_refused(string until) =>
        Assert.Single(Draft(until: until).Faults(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc));

    private static ShareDraft Draft(string until = "", ImmutableArray<string>? frames = null) =>
        new("name", "", "", ShareScope.Of("net.*"), [], until, null, frames ?? []);

    private static GraphDefinition Graph(string name) => new(name, "network", name, GraphUnit.BitsPerSecond, []);
}
