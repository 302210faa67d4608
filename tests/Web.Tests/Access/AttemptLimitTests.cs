using System.Globalization;
using Metrics.Web.Access;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Web.Tests.Access;

public class AttemptLimitTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Waits_double_after_the_free_attempts_up_to_the_longest()
    {
        var limit = new AttemptLimit(time, free: 2, longest: TimeSpan.FromSeconds(5));
        double[] expected = [0, 1, 2, 4, 5, 5];

        foreach (var seconds in expected)
        {
            Assert.Equal(TimeSpan.Zero, limit.Begin("a"));
            Assert.Equal(seconds, limit.Remaining("a").TotalSeconds);
            time.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public void An_attempt_that_is_refused_does_not_make_the_wait_longer()
    {
        var limit = new AttemptLimit(time, free: 1, longest: TimeSpan.FromMinutes(1));
        limit.Begin("a");

        var first = limit.Begin("a");

        Assert.Equal(first, limit.Begin("a"));
    }

    [Fact]
    public void A_right_password_gives_back_one_attempt_or_all()
    {
        var limit = new AttemptLimit(time, free: 2, longest: TimeSpan.FromMinutes(1));
        limit.Begin("a");
        limit.Begin("a");
        limit.Forgive("a", all: false);

        Assert.Equal(TimeSpan.Zero, limit.Begin("a"));
        Assert.NotEqual(TimeSpan.Zero, limit.Begin("a"));
        limit.Forgive("a", all: true);
        Assert.Equal(TimeSpan.Zero, limit.Begin("a"));
        Assert.Equal(TimeSpan.Zero, limit.Begin("a"));
    }

    [Fact]
    public void Old_attempts_are_forgotten()
    {
        var limit = new AttemptLimit(time, free: 1, longest: TimeSpan.FromMinutes(1));
        limit.Begin("a");
        time.Advance(TimeSpan.FromMinutes(4) + TimeSpan.FromSeconds(1));

        limit.Begin("a");

        Assert.Equal(TimeSpan.FromSeconds(1), limit.Remaining("a"));
    }

    [Fact]
    public void Memory_is_bounded_and_the_quietest_is_forgotten()
    {
        var limit = new AttemptLimit(time, free: 1, longest: TimeSpan.FromHours(1));
        for (var i = 0; i < AttemptLimit.MostKeys + 10; i++)
        {
            limit.Begin(i.ToString(CultureInfo.InvariantCulture));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(AttemptLimit.MostKeys, limit.Count);
        Assert.Equal(TimeSpan.Zero, limit.Remaining("0"));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void A_customer_with_a_network_of_his_own_is_one_place(string address, string place) =>
        Assert.Equal(place, PasswordCheck.Place(System.Net.IPAddress.Parse(address)));
}
