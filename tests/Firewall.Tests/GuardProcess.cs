using System.Diagnostics;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;

namespace Metrics.Firewall.Tests;

/// <summary>A guard as it runs on a server: <c>metrics guard</c>, in a network of its own.</summary>
internal sealed class GuardProcess : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("metrics-firewall-").FullName;
    private readonly Network network;
    private Process? process;

    /// <summary>Starts one.</summary>
    /// <param name="network">The network that it guards.</param>
    /// <param name="settings">Further lines of its configuration; DIR stands for its directory.</param>
    /// <param name="list">What is in DIR/test.list.</param>
    public GuardProcess(Network network, string settings = "", string list = "")
    {
        File.WriteAllText(Path.Combine(directory, "test.list"), list);
        this.network = network;
        File.WriteAllText(Path.Combine(directory, "metrics.toml"), $"""
            [guard]
            socket = "{Options.Socket}"
            state = "{directory}/state"
            {settings.Replace("DIR", directory, StringComparison.Ordinal)}
            """);
        Client = new GuardClient(Options);
        Start();
    }

    /// <summary>The way to it.</summary>
    public GuardClient Client { get; }

    /// <summary>Its configuration.</summary>
    public string Configuration => Path.Combine(directory, "metrics.toml");

    private GuardOptions Options => new() { Socket = Path.Combine(directory, "run", "guard.sock") };

    /// <summary>Starts it, until it answers.</summary>
    public void Start()
    {
        string[] command = ["netns", "exec", network.Name, "dotnet", Path.Combine(AppContext.BaseDirectory, "metrics.dll"), "guard", "--config", Configuration];
        process = Process.Start(new ProcessStartInfo("/usr/sbin/ip", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // What it says must not fill the pipe.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() is not { } line || !line.StartsWith("The guard listens", StringComparison.Ordinal))
            throw new InvalidOperationException("The guard did not start; run it by hand to see why.");
    }

    /// <summary>Ends it at once, whatever it is doing.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Blocks one address.</summary>
    public async Task<BlockOutcome> BlockAsync(string address, long seconds = 600, bool grows = false) =>
        (await Client.AskAsync<BlockAnswer>(new BlockRequest([new BlockOrder(address, seconds, "test", grows)]), default)).Outcomes[0];

    /// <summary>Ends one block.</summary>
    public Task UnblockAsync(string address) => Client.AskAsync<BlockAnswer>(new UnblockRequest([address]), default);

    /// <summary>All blocks, page by page.</summary>
    public async Task<IReadOnlyList<BlockContract>> BlocksAsync()
    {
        var all = new List<BlockContract>();
        while (true)
        {
            var page = await Client.AskAsync<BlocksAnswer>(new BlocksRequest(all.Count > 0 ? all[^1].Number : long.MaxValue), default);
            all.AddRange(page.Blocks);
            if (page.Blocks.Count < BlockRequest.Most)
                return all;
        }
    }

    /// <summary>How many packets were dropped.</summary>
    public async Task<long> DropsAsync() => (await Client.AskAsync<FirewallAnswer>(new FirewallRequest(), default)).Drops.Sum(drop => drop.Packets);

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Kill();
        Directory.Delete(directory, recursive: true);
    }
}
