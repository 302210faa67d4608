using Metrics.Web.Commands;

namespace Metrics.Firewall.Tests;

public sealed class CommandTests
{
    [Fact]
    public async Task Addresses_are_blocked_listed_and_unblocked_from_the_command_line()
    {
        using var network = new Network();
        using var guard = new GuardProcess(network, "[blocklist.test]\nfile = \"DIR/test.list\"", list: "192.0.2.0/24\nwrong\n");

        Assert.Equal((0, "198.51.100.7 is blocked for 1h.\n2001:db8::/64 is blocked for 1h.\n", ""), await RunAsync("block", "198.51.100.7", "2001:db8::7", "--for", "1h", "--why", "guesses"));
        var (exit, output, _) = await RunAsync("blocks");
        Assert.Equal(0, exit);
        Assert.Matches(@"^Address +Ends in +Ends at +Why \(times in \S+\)\n2001:db8::/64 +\S+ min \d+ s +\S+ \S+  guesses\n198\.51\.100\.7 +.*guesses\nList test: 1 entries of \S+, 1 lines are no address and no network \(2\)\n$", output);
        Assert.Contains("\"address\": \"198.51.100.7\"", (await RunAsync("blocks", "--json")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "198.51.100.7 is no longer blocked.\n", ""), await RunAsync("unblock", "198.51.100.7"));
        Assert.Equal((1, "", "198.51.100.7 is not blocked.\n"), await RunAsync("unblock", "198.51.100.7"));
        Assert.Equal((1, "", "203.0.113.9/24 has bits behind its length; the network is 203.0.113.0/24.\n"), await RunAsync("unblock", "203.0.113.9/24"));
        Assert.Equal((1, "", "\"127.1\" is no address and no network such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/64.\n"), await RunAsync("unblock", "127.1"));
        var none = await RunAsync("unblock", "foo");
        Assert.Equal(2, none.Exit);
        Assert.Contains("foo is no address.", none.Errors, StringComparison.Ordinal);
        Assert.Equal((1, "", "203.0.113.9/24 has bits behind its length; the network is 203.0.113.0/24.\n"), await RunAsync("block", "203.0.113.9/24"));
        Assert.Equal((1, "", "0.0.0.0/0 is wider than /16; so much is never blocked.\n"), await RunAsync("block", "0.0.0.0/0"));
        Assert.Equal(2, (await RunAsync("block", "198.51.100.7", "--for", "1")).Exit);

        var (_, begun, warned) = await RunAsync("panic", "on", "--for", "1h");
        Assert.Contains("It ends in 60 s, unless it is confirmed.", begun, StringComparison.Ordinal);
        // Nothing that has started the test has an SSH connection, or the test is given from there.
        Assert.Equal(SshOrigin.Of(Environment.ProcessId) is null, warned.Contains("If you are elsewhere: metrics panic on --from ADDRESS", StringComparison.Ordinal));
        Assert.Equal(2, (await RunAsync("panic", "on", "--for", "1h", "--from", "home")).Exit);
        var from = await RunAsync("panic", "on", "--for", "1h", "--from", "203.0.113.9");
        Assert.Equal("", from.Errors);
        Assert.Contains("and 203.0.113.9, gets in.", from.Output, StringComparison.Ordinal);
        Assert.NotEqual("", (await guard.BlockAsync("203.0.113.9")).Refusal);
        Assert.StartsWith("The panic lasts until ", (await RunAsync("panic", "confirm")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "The panic is over.\n", ""), await RunAsync("panic", "off"));

        guard.Kill();
        var absent = await RunAsync("blocks");
        Assert.Equal(1, absent.Exit);
        Assert.Contains("systemctl start metrics-guard", absent.Errors, StringComparison.Ordinal);
        guard.Start();

        async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments)
        {
            var (said, errors) = (new StringWriter(), new StringWriter());
            return (await MetricsCommand.RunAsync([.. arguments, "--config", guard.Configuration], said, errors), said.ToString(), errors.ToString());
        }
    }
}
