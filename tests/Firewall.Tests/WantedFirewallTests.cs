using System.Net;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;

namespace Metrics.Firewall.Tests;

public sealed class WantedFirewallTests
{
    private static readonly string[] Refused =
    [
        "127.0.0.1", "::1", "::ffff:127.0.0.1", "fe80::1", "224.0.0.1", "ff02::1", "192.0.2.1", "192.0.2.53", "198.51.100.1", "198.51.100.0/24", "198.51.0.0/16", "203.0.113.9", "203.0.113.8/29",
        "192.0.2.25", "2001:db8::25", "2001:db8::/64", "0.0.0.0/0", "::/0", "100.64.0.0/15", "2001:db8::/31", "1.2.3.4; flush ruleset", "1.2.3.4\n5.6.7.8", "010.1.1.1", "1.2.3", "0x7f.1",
        "fe80::1%eth0", "1.2.3.4/33", "1.2.3.4/24", "example.net", "",
    ];

    [Fact]
    public async Task What_must_not_be_blocked_and_what_is_no_address_is_refused()
    {
        using var open = new OpenFirewall(new FirewallOptions { Allow = ["198.51.100.0/25"], SmartHosts = ["192.0.2.25", "2001:db8::25"] });
        open.Machine.AddRange([(IPAddress.Parse("192.0.2.1"), "a gateway"), (IPAddress.Parse("192.0.2.53"), "a resolver")]);
        await open.Firewall.Never.ResolveAsync(TestContext.Current.CancellationToken);
        open.Firewall.Refresh();
        open.Firewall.AddAdministrator(Prefix.Read("203.0.113.9")!.Value);

        Assert.Equal([], Refused.Where(address => open.Block(address).Refusal.Length == 0));
        Assert.Equal(0, open.Firewall.State().Blocks);
    }

    [Fact]
    public void One_order_that_is_refused_stops_no_other_and_all_are_one_transaction()
    {
        using var open = new OpenFirewall();
        var orders = Enumerable.Range(0, 1_000).Select(i => new BlockOrder(i == 500 ? "127.0.0.1" : $"192.0.{i / 250}.{i % 250}", 60, "test", true));

        var answer = open.Firewall.Block([.. orders]);

        Assert.Equal(999, answer.Outcomes.Count(one => one.Refusal.Length == 0 && one.IsNew));
        Assert.Equal(999, open.Firewall.State().Blocks);
        Assert.Contains("192.0.3.249", open.Kernel("addresses4"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_ipv6_stands_for_its_64_and_all_of_them_for_one_block()
    {
        using var open = new OpenFirewall();
        Assert.Equal("2001:db8:1:2::/64", open.Block("2001:db8:1:2::7", grows: true).Address);
        Assert.False(open.Block("2001:db8:1:2:ffff::8", grows: true).IsNew);
    }

    [Fact]
    public void Each_further_block_lasts_longer_up_to_a_cap_until_the_past_is_forgotten()
    {
        using var open = new OpenFirewall(new FirewallOptions { BlockTime = TimeSpan.FromMinutes(10), Growth = 6, Longest = TimeSpan.FromHours(2), Forget = TimeSpan.FromDays(7) });
        var minutes = new List<long>();
        for (var time = 0; time < 4; time++)
        {
            minutes.Add(open.Block("192.0.2.7", seconds: 0, grows: true).Seconds / 60);
            // While it lasts nothing grows.
            Assert.False(open.Block("192.0.2.7", seconds: 0, grows: true).IsNew);
            open.Clocks.Pass(TimeSpan.FromHours(3));
            open.Firewall.Refresh();
        }
        open.Clocks.Pass(TimeSpan.FromDays(8));
        minutes.Add(open.Block("192.0.2.7", seconds: 0, grows: true).Seconds / 60);

        Assert.Equal([10, 60, 120, 120, 10], minutes);
    }

    [Fact]
    public void Blocks_grow_over_a_restart_of_the_guard_and_of_the_machine_and_administrators_stay_known_for_their_time()
    {
        using var open = new OpenFirewall(new FirewallOptions { BlockTime = TimeSpan.FromMinutes(10), Growth = 6, Longest = TimeSpan.FromHours(20), Forget = TimeSpan.FromDays(7) });
        Assert.Equal(600, open.Block("192.0.2.7", seconds: 0, grows: true).Seconds);
        open.Clocks.Pass(TimeSpan.FromMinutes(30));
        open.Start();
        Assert.Equal(3_600, open.Block("192.0.2.7", seconds: 0, grows: true).Seconds);
        open.Firewall.AddAdministrator(Prefix.Read("203.0.113.9")!.Value);

        // Down for half an hour: half of the block is left, and half of the administrator's hour.
        open.Clocks.Wall += TimeSpan.FromMinutes(30);
        open.Clocks.Up = TimeSpan.FromSeconds(20);
        open.Start(boot: "second");
        Assert.False(open.Block("192.0.2.7", seconds: 0, grows: true).IsNew);
        Assert.Equal(1_800, open.Firewall.Page(long.MaxValue, 10).Blocks[0].SecondsLeft);
        Assert.NotEqual("", open.Block("203.0.113.9").Refusal);
        open.Clocks.Pass(TimeSpan.FromMinutes(31));
        open.Firewall.Refresh();
        Assert.Equal(21_600, open.Block("192.0.2.7", seconds: 0, grows: true).Seconds);
        Assert.Equal(3, open.Firewall.Page(long.MaxValue, 10).Blocks[0].Times);
        Assert.Equal("", open.Block("203.0.113.9").Refusal);
    }

    [Fact]
    public void Too_many_new_blocks_within_a_minute_are_refused()
    {
        using var open = new OpenFirewall(new FirewallOptions { BlocksPerMinute = 3 });
        string[] first = [.. Enumerable.Range(0, 4).Select(i => open.Block($"192.0.2.{i}").Refusal)];
        open.Clocks.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(["", "", ""], first[..3]);
        Assert.Contains("within a minute", first[3], StringComparison.Ordinal);
        Assert.Equal("", open.Block("192.0.2.9").Refusal);
    }

    [Fact]
    public void A_block_that_was_written_down_when_the_guard_was_killed_is_done_at_its_start_and_once()
    {
        using var open = new OpenFirewall();
        open.Block("192.0.2.1");
        var block = open.Database.Blocks()[0];
        open.Database.Write([block with { Number = 2, Network = Prefix.Read("192.0.2.2")!.Value }]);
        Assert.DoesNotContain("192.0.2.2", open.Kernel("addresses4"), StringComparison.Ordinal);

        open.Start();
        open.Start();

        Assert.Contains("192.0.2.2", open.Kernel("addresses4"), StringComparison.Ordinal);
        Assert.Equal(["192.0.2.2", "192.0.2.1"], open.Firewall.Page(long.MaxValue, 10).Blocks.Select(one => one.Address));
    }

    [Fact]
    public void A_block_in_the_kernel_that_nobody_wrote_down_is_gone_after_the_start()
    {
        using var open = new OpenFirewall();
        open.Block("192.0.2.1");
        open.Database.Remove([Prefix.Read("192.0.2.1")!.Value]);

        open.Start();

        Assert.DoesNotContain("192.0.2.1", open.Kernel("addresses4"), StringComparison.Ordinal);
    }

    [Theory, InlineData(-400), InlineData(400)]
    public void Setting_the_clock_changes_no_block_neither_while_the_machine_runs_nor_over_its_restart(int days)
    {
        using var open = new OpenFirewall();
        open.Block("192.0.2.1", seconds: 1_000);
        open.Clocks.Wall += TimeSpan.FromDays(days);
        open.Clocks.Up += TimeSpan.FromSeconds(400);
        open.Start();
        Assert.Equal(600, open.Firewall.Page(long.MaxValue, 10).Blocks[0].SecondsLeft);

        // Over a restart of the machine only the clock on the wall tells the time: the block is over, or begins anew, but never lasts longer than that.
        open.Clocks.Up = TimeSpan.FromSeconds(20);
        open.Start(boot: "second");
        var left = open.Firewall.Page(long.MaxValue, 10).Blocks.Select(block => block.SecondsLeft).SingleOrDefault();
        Assert.Equal(days > 0 ? 0 : 1_000, left);
    }

    [Fact]
    public void A_restart_of_the_machine_keeps_what_is_left_of_a_block()
    {
        using var open = new OpenFirewall();
        open.Block("192.0.2.1", seconds: 1_000);
        open.Clocks.Wall += TimeSpan.FromSeconds(300);
        open.Clocks.Up = TimeSpan.FromSeconds(20);
        open.Start(boot: "second");

        Assert.Equal(700, open.Firewall.Page(long.MaxValue, 10).Blocks[0].SecondsLeft);
        Assert.Contains("timeout 11m40s", open.Kernel("addresses4"), StringComparison.Ordinal);
    }

    [Fact]
    public void Blocking_again_by_hand_changes_the_end_in_the_kernel_too()
    {
        using var open = new OpenFirewall();
        foreach (var (seconds, shown) in ((long, string)[])[(600, "timeout 10m "), (60, "timeout 1m "), (7_200, "timeout 2h ")])
        {
            open.Block("192.0.2.1", seconds);
            Assert.Contains(shown, open.Kernel("addresses4"), StringComparison.Ordinal);
        }
        Assert.Equal(1, open.Firewall.State().Blocks);
    }

    [Fact]
    public void Networks_within_each_other_each_last_their_time()
    {
        using var open = new OpenFirewall();
        open.Block("198.51.100.0/24", seconds: 60);
        open.Block("198.51.100.64/26", seconds: 3_600);
        open.Block("198.51.101.0/24", seconds: 120);

        var shown = open.Kernel("networks4");
        foreach (var part in (string[])["198.51.100.0/26 timeout 1m ", "198.51.100.64/26 timeout 1h ", "198.51.100.128/25 timeout 1m ", "198.51.101.0/24 timeout 2m "])
            Assert.Contains(part, shown, StringComparison.Ordinal);
        open.Firewall.Unblock(["198.51.100.64/26"]);
        Assert.Contains("198.51.100.0/24 timeout 1m ", open.Kernel("networks4"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_panic_that_nobody_confirms_ends_by_itself_in_the_guard_and_in_the_kernel()
    {
        using var open = new OpenFirewall();
        open.Firewall.BeginPanic(TimeSpan.FromHours(1), Prefix.Read("203.0.113.9"));
        Assert.Contains("203.0.113.9", open.Kernel("never4"), StringComparison.Ordinal);
        // The kernel counts, too: were the guard killed now, the panic would end all the same.
        Assert.Contains("ipv4 timeout 1m ", open.Kernel("panic"), StringComparison.Ordinal);

        open.Clocks.Pass(TimeSpan.FromSeconds(61));
        open.Firewall.Compare();

        Assert.Null(open.Firewall.State().Panic);
        Assert.Throws<GuardRefusedException>(open.Firewall.ConfirmPanic);
        open.Start();
        Assert.DoesNotContain("ipv4", open.Kernel("panic"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_panic_that_is_confirmed_lasts_its_time_over_a_restart_of_the_guard_and_no_longer()
    {
        using var open = new OpenFirewall();
        open.Firewall.BeginPanic(TimeSpan.FromHours(1), Prefix.Read("203.0.113.9"));
        open.Firewall.ConfirmPanic();
        open.Clocks.Pass(TimeSpan.FromMinutes(20));
        open.Start();
        Assert.Contains("ipv6 timeout 40m ", open.Kernel("panic"), StringComparison.Ordinal);

        open.Clocks.Pass(TimeSpan.FromMinutes(41));
        open.Firewall.Compare();
        Assert.Null(open.Firewall.State().Panic);
    }

    [Fact]
    public void A_panic_is_over_when_somebody_says_so_and_lasts_no_longer_than_a_week()
    {
        using var open = new OpenFirewall();
        Assert.Throws<GuardRefusedException>(() => open.Firewall.BeginPanic(TimeSpan.FromDays(8), null));
        open.Firewall.BeginPanic(TimeSpan.FromDays(7), null);
        open.Firewall.EndPanic();
        Assert.DoesNotContain("ipv4", open.Kernel("panic"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_is_read_again_when_it_has_changed_and_stays_when_its_file_is_gone()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "192.0.2.0/25\n192.0.2.128/25\n");
        using var open = new OpenFirewall(new FirewallOptions { Lists = [new BlockList("bad") { File = path }] });
        Assert.Contains("192.0.2.0/24", open.Kernel("list_bad_4"), StringComparison.Ordinal);

        File.WriteAllText(path, "198.51.100.7\n");
        open.Firewall.Refresh();
        File.Delete(path);
        open.Firewall.Refresh();

        Assert.Contains("elements = { 198.51.100.7 }", open.Kernel("list_bad_4"), StringComparison.Ordinal);
        Assert.Contains("There is no file", open.Firewall.State().Lists[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_replaced_under_traffic_without_a_gap()
    {
        using var hosts = new Hosts();
        var path = Path.GetTempFileName();
        Write(0);
        using var open = new OpenFirewall(new FirewallOptions { Lists = [new BlockList("bad") { File = path }] }, hosts.Server);
        using var receiver = hosts.Receiver(isV6: false);
        using var a = hosts.Sender(Hosts.A(false));
        using var b = hosts.Sender(Hosts.B(false));
        using var end = new CancellationTokenSource();
        var sending = Task.Run(() =>
        {
            var sent = 0;
            for (; !end.IsCancellationRequested; sent++)
                a.Send([1]);
            return sent;
        });
        for (var version = 1; version <= 5; version++)
        {
            Write(version);
            open.Firewall.Refresh();
        }
        await end.CancelAsync();
        var count = await sending;
        File.Delete(path);
        b.Send([2]);
        var buffer = new byte[1];
        receiver.ReceiveTimeout = 30_000;
        receiver.Receive(buffer);

        Assert.Equal(2, buffer[0]);
        Assert.True(count > 1_000);
        Assert.True(open.Firewall.State().Drops.Single(drop => drop.Name == "list.bad").Packets >= count);

        void Write(int version) =>
            File.WriteAllLines(path, [Hosts.A(false).ToString(), .. Enumerable.Range(0, 20_000 + version).Select(i => $"198.{version}.{i / 100}.{i % 100 * 2}")]);
    }
}
