namespace Metrics.Grapher.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("refesh", "refresh", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("Step", "sTEP", 0)]
    public void Distance_counts_letters_added_dropped_or_changed(string a, string b, int expected) => Assert.Equal(expected, NearestName.Distance(a, b));

    [Theory]
    [InlineData("netwrok", "network")]
    [InlineData("LOAD", "load")]
    [InlineData("xy", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_offered_only_when_it_is_near(string text, string? expected) =>
        Assert.Equal(expected, NearestName.Of(text, ["load", "network", "disks"]));
}
