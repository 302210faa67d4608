using System.Net;
using Metrics.Actions.Firewall;

namespace Metrics.Firewall.Tests;

public sealed class PrefixTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7"), InlineData("192.0.2.0/24", "192.0.2.0/24"), InlineData("192.0.2.7/32", "192.0.2.7"), InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0/24"), InlineData("2001:DB8::7", "2001:db8::7"), InlineData("2001:db8::/32", "2001:db8::/32"), InlineData("0.0.0.0/0", "0.0.0.0/0"), InlineData("::/0", "::/0")]
    public void Addresses_and_networks_are_read_and_written_back(string text, string written)
    {
        Assert.Equal(written, Prefix.Read(text)!.Value.ToString());
        Assert.Equal(Prefix.Read(text), Prefix.Read(written));
    }

    [Theory]
    [InlineData(""), InlineData("/"), InlineData("1"), InlineData("1.2.3"), InlineData("01.2.3.4"), InlineData("1.2.3.4/"), InlineData("1.2.3.4/024"), InlineData("1.2.3.4/-1"), InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/24"), InlineData(" 1.2.3.4"), InlineData("1.2.3.4 "), InlineData("1.2.3.4,5.6.7.8"), InlineData("fe80::1%1"), InlineData("[::1]"), InlineData("::ffff:1.2.3.4/90"), InlineData("１.2.3.4")]
    public void Nothing_else_is_one(string text) => Assert.Null(Prefix.Read(text));

    [Fact]
    public void Intervals_hold_the_addresses_of_the_networks_and_no_others_each_for_its_longest_time()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            // Networks within 10.0.0.0/24, so that each address can be looked at.
            var networks = Enumerable.Range(0, random.Next(8)).Select(_ => Random(random)).DistinctBy(one => one.Network).ToList();
            var wanted = Enumerable.Range(0, 256).Select(i => networks.Where(one => one.Network.Overlaps(Address(i))).Select(one => one.Milliseconds).DefaultIfEmpty(0).Max()).ToArray();

            Assert.Equal(wanted, Walk(Intervals.Of(networks, isV6: false)));
            Assert.Equal(wanted.Select(time => time > 0), Walk(Intervals.Of(networks.Select(one => one.Network), isV6: false), always: 1).Select(time => time > 0));
        }
    }

    [Fact]
    public void An_interval_up_to_the_last_address_has_no_end() =>
        Assert.Single(Intervals.Of([Prefix.Read("255.255.255.0/24")!.Value], isV6: false));

    private static (Prefix Network, long Milliseconds) Random(Random random)
    {
        var bits = random.Next(24, 33);
        return (Address(random.Next(256)).Cut(bits), random.Next(1, 5));
    }

    private static Prefix Address(int last) => Prefix.Of(new IPAddress((ReadOnlySpan<byte>)[10, 0, 0, (byte)last]));

    /// <summary>What a set of the kernel would have for each address.</summary>
    private static long[] Walk(Actions.Firewall.Netfilter.NftElement[] elements, long always = 0)
    {
        var at = new long[256];
        var first = Address(0).First;
        long now = 0;
        for (var i = 0; i < 256; i++)
        {
            foreach (var element in elements.Where(element => element.Key == first + (UInt128)i).OrderByDescending(element => element.IsEnd))
                now = element.IsEnd ? 0 : always + element.Milliseconds;
            at[i] = now;
        }
        return at;
    }
}
