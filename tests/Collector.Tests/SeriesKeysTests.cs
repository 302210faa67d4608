namespace Metrics.Collector.Tests;

public sealed class SeriesKeysTests
{
    [Theory]
    [InlineData("eth0", "eth0")]
    [InlineData("eth0.100", "eth0-100")]
    [InlineData("WAN", "wan")]
    [InlineData("srv/www", "srv-www")]
    [InlineData("", "-")]
    [InlineData("a\u0000\n/../b", "a------b")]
    public void A_name_becomes_letters_digits_underscores_and_dashes(string name, string key) => Assert.Equal(key, SeriesKeys.Of(name));

    [Fact]
    public void Names_that_would_share_a_key_have_their_own_whatever_their_order()
    {
        var keys = SeriesKeys.Of(["eth0.1", "eth0-1", "eth0:1"]);
        Assert.Equal("eth0-1", keys["eth0-1"]);
        Assert.Equal(3, keys.Values.Distinct().Count());
        Assert.Equal(keys, SeriesKeys.Of(["eth0:1", "eth0-1", "eth0.1"]));
    }

    [Fact]
    public void Long_names_are_cut_and_stay_apart()
    {
        var (one, other) = (SeriesKeys.Of(new string('x', 300)), SeriesKeys.Of(new string('x', 301)));
        Assert.NotEqual(one, other);
        Assert.True(one.Length <= SeriesKeys.MaximumLength + 9);
    }
}
