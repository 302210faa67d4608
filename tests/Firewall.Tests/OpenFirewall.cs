using System.Net;
using Metrics.Actions.Firewall;
using Metrics.Actions.Firewall.Netfilter;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Firewall.Tests;

/// <summary>A firewall within the test, with the kernel of a network of its own and clocks that the test sets.</summary>
internal sealed class OpenFirewall : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("metrics-firewall-").FullName;
    private readonly Network? own;
    private readonly Network network;

    /// <summary>Opens one.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="network">The network; null: one of its own.</param>
    public OpenFirewall(FirewallOptions? options = null, Network? network = null)
    {
        own = network is null ? new Network() : null;
        this.network = network ?? own!;
        Options = options ?? new FirewallOptions();
        Start();
    }

    /// <summary>Its options.</summary>
    public FirewallOptions Options { get; }

    /// <summary>The addresses of the machine, with what they are.</summary>
    public List<(IPAddress Address, string Reason)> Machine { get; } = [];

    /// <summary>Its clocks.</summary>
    public TwoClocks Clocks { get; } = new();

    /// <summary>The firewall.</summary>
    public WantedFirewall Firewall { get; private set; } = null!;

    /// <summary>What it remembers.</summary>
    public FirewallDatabase Database { get; private set; } = null!;

    /// <summary>Starts the guard's part anew.</summary>
    /// <param name="boot">The run of the machine.</param>
    public void Start(string boot = "first")
    {
        Firewall?.Dispose();
        var clock = new MachineClock(Clocks, boot);
        Database = new FirewallDatabase(directory, clock);
        Firewall = network.Within(() => new WantedFirewall(Options, clock, new NeverBlocked(Options, clock, () => Machine), Database, new NftKernel(FirewallTable.Name), NullLogger.Instance));
        Firewall.Start();
        Assert.Null(Firewall.State().Problem);
    }

    /// <summary>Blocks one address.</summary>
    public BlockOutcome Block(string address, long seconds = 600, bool grows = false) => Firewall.Block([new BlockOrder(address, seconds, "test", grows)]).Outcomes[0];

    /// <summary>What the kernel has in a set, as nft(8) shows it.</summary>
    public string Kernel(string set) => network.Nft("list", "set", "inet", "metrics", set);

    /// <inheritdoc/>
    public void Dispose()
    {
        Firewall.Dispose();
        own?.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
