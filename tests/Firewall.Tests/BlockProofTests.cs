using System.Net.Sockets;
using System.Text;
using Metrics.Actions.Firewall;

namespace Metrics.Firewall.Tests;

/// <summary>The guard as it runs on a server, and real packets.</summary>
public sealed class BlockProofTests : IDisposable
{
    private readonly Hosts hosts = new();

    public void Dispose() => hosts.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_is_blocked_no_longer_arrives_nor_does_a_kept_connection_go_on_and_others_are_unharmed(bool isV6)
    {
        using var guard = new GuardProcess(hosts.Server);
        using var proof = new Proof(hosts, isV6, guard.DropsAsync);
        var address = Hosts.A(isV6).ToString();

        Assert.Equal("", (await guard.BlockAsync(address)).Refusal);
        Assert.Empty(await proof.FailuresAsync());
        await guard.UnblockAsync(address);
        Assert.True(proof.GoesOn());
    }

    [Fact]
    public async Task A_blocker_that_does_nothing_fails_the_same_proof()
    {
        using var guard = new GuardProcess(hosts.Server);
        using var proof = new Proof(hosts, isV6: false, guard.DropsAsync);

        Assert.Equal(["A's datagrams are dropped and counted", "A gets no new connection", "A's kept connection stalls"], await proof.FailuresAsync());
    }

    [Fact]
    public async Task A_network_is_blocked_and_who_is_allowed_in_it_gets_in()
    {
        using var guard = new GuardProcess(hosts.Server, """
            [firewall]
            allow = ["10.77.0.3", "fd77:b::2"]
            [blocklist.test]
            file = "DIR/test.list"
            """, list: "10.77.0.0/24 # a network\nfd77:a::/32\nnonsense\n10.0.0.0/7\n");
        foreach (var isV6 in (bool[])[false, true])
        {
            // Both are in the list; the server's own address and B's come first.
            using var receiver = hosts.Receiver(isV6);
            using var a = hosts.Sender(Hosts.A(isV6));
            using var b = hosts.Sender(Hosts.B(isV6));
            a.Send([1]);
            b.Send([2]);
            var buffer = new byte[1];
            receiver.ReceiveTimeout = 30_000;
            receiver.Receive(buffer);
            Assert.Equal(2, buffer[0]);
        }
        var state = await guard.Client.AskAsync<FirewallAnswer>(new FirewallRequest(), default);
        Assert.Equal((2, 2), (state.Lists[0].Entries, state.Lists[0].Malformed));
        Assert.Equal([3, 4], state.Lists[0].MalformedLines);
    }

    [Fact]
    public async Task A_block_ends_by_itself_in_the_kernel()
    {
        using var guard = new GuardProcess(hosts.Server);
        using var proof = new Proof(hosts, isV6: false, guard.DropsAsync);
        await guard.BlockAsync(Hosts.A(false).ToString(), seconds: 4);

        Assert.True(proof.DropsDatagrams());
        // Nobody but the kernel is there to end it.
        guard.Kill();
        await Waiting.UntilAsync(() => Task.FromResult(!proof.DropsDatagrams()), "the block ends");
        guard.Start();
    }

    [Fact]
    public async Task Whoever_starts_it_is_told_when_what_was_blocked_is_blocked_again()
    {
        var directory = Directory.CreateTempSubdirectory("metrics-ready-");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        var path = Path.Combine(directory.FullName, "notify");
        manager.Bind(new UnixDomainSocketEndPoint(path));
        using var guard = new GuardProcess(hosts.Server, start: false) { NotifySocket = path };
        var said = new byte[64];

        guard.Start();
        Assert.Equal("READY=1", Encoding.UTF8.GetString(said, 0, manager.Receive(said)));
        await guard.BlockAsync(Hosts.A(false).ToString());
        guard.Kill();
        hosts.Server.Nft("flush ruleset");
        guard.Start();
        Assert.Equal("READY=1", Encoding.UTF8.GetString(said, 0, manager.Receive(said)));

        Assert.Contains(Hosts.A(false).ToString(), hosts.Server.Nft("list set inet metrics addresses4"), StringComparison.Ordinal);
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task What_others_flush_or_delete_is_back_at_once()
    {
        using var guard = new GuardProcess(hosts.Server);
        using var proof = new Proof(hosts, isV6: false, guard.DropsAsync);
        await guard.BlockAsync(Hosts.A(false).ToString());
        foreach (var command in (string[])["flush ruleset", "flush chain inet metrics incoming", "flush set inet metrics addresses4", "delete table inet metrics"])
        {
            hosts.Server.Nft(command);
            await Waiting.UntilAsync(() => Task.FromResult(proof.DropsDatagrams()), $"the block is back after {command}");
        }
        Assert.Equal(4, (await guard.Client.AskAsync<FirewallAnswer>(new FirewallRequest(), default)).Repairs);
    }
}
