using System.Collections;
using Metrics.Web.Configuration;
using Metrics.Web.OldAddresses;

namespace Metrics.Web.Tests.OldAddresses;

public class OldAddressMapTests
{
    private const string Text = """
        # what was    what is
        eth0          net.eth0
        mrtg/Router_2 router1/net.eth0   # in a directory of its own
        """;

    [Theory]
    [InlineData("/eth0.html", "g/net.eth0")]
    [InlineData("/ETH0.html", "g/net.eth0")]
    [InlineData("/eth0-day.png", "g/net.eth0/day.png")]
    [InlineData("/eth0-week.gif", "g/net.eth0/week.png")]
    [InlineData("/eth0-month.png", "g/net.eth0/month.png")]
    [InlineData("/eth0-year.png", "g/net.eth0/year.png")]
    [InlineData("/mrtg-rrd.cgi/eth0-week.png", "g/net.eth0/week.png")]
    [InlineData("/cgi-bin/mrtg-rrd.cgi/eth0.html", "g/net.eth0")]
    [InlineData("/mrtg/router_2.html", "g/router1%2Fnet.eth0")]
    [InlineData("/eth0", null)]
    [InlineData("/eth0-hour.png", null)]
    [InlineData("/eth0-day.png/", null)]
    [InlineData("/other/eth0.html", null)]
    [InlineData("/mrtg-rrd.cgi/", null)]
    [InlineData("/mrtg-rrd.cgi/../eth0.html", null)]
    [InlineData("/.html", null)]
    [InlineData("/", null)]
    public void An_old_address_leads_to_the_same_graph(string path, string? expected)
    {
        var faults = new List<ConfigFault>();

        Assert.Equal(expected, OldAddressMap.Read("map", Text, faults).Find(path));
        Assert.Empty(faults);
    }

    [Fact]
    public void Faults_are_told_with_line_and_column()
    {
        var faults = new List<ConfigFault>();
        OldAddressMap.Read("map", $"eth0 a\n\n  ETH0 b\neth1\neth2 a b\neth3.html c\n/eth4 d\neth5 {new string('x', 256)}\neth\u00016 e", faults);

        Assert.Equal(
        [
            "map:3:3: the target \"ETH0\" stands twice; upper and lower case are the same.",
            "map:4:5: a line takes a target and a graph, such as \"eth0 net.eth0\"; found 1 word.",
            "map:5:8: a line takes a target and a graph, such as \"eth0 net.eth0\"; found 3 words.",
            "map:6:1: takes the name of a target without \"/\" before and ending behind it; found \"eth3.html\".",
            "map:7:1: takes the name of a target without \"/\" before and ending behind it; found \"/eth4\".",
            "map:8:6: takes 255 characters at most, none of them a control character.",
            "map:9:1: takes 255 characters at most, none of them a control character.",
        ], faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void A_map_without_end_ends()
    {
        var faults = new List<ConfigFault>();
        OldAddressMap.Read("map", string.Concat(Enumerable.Range(0, OldAddressMap.MostTargets + 5).Select(i => $"t{i} g\n")), faults);

        Assert.Equal(["map:10001:1: a map has at most 10,000 targets."], faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void A_map_is_read_with_the_configuration()
    {
        using var directory = new TemporaryDirectory();
        var map = directory.Write("map", "eth0\n");
        var config = directory.Write("metrics.toml", $"[server]\nold_addresses = \"{map}\"\n");

        Assert.Equal(
            [$"{map}:1:5: a line takes a target and a graph, such as \"eth0 net.eth0\"; found 1 word."],
            ConfigReader.Read(config, new Hashtable()).Faults.Select(fault => fault.ToString()));
        directory.Write("map", "eth0 net.eth0\n");
        Assert.Equal("g/net.eth0", ConfigReader.Read(config, new Hashtable()).Settings.OldAddresses.Find("/eth0.html"));
    }
}
