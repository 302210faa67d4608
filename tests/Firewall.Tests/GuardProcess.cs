using System.Diagnostics;
using System.Text;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;

namespace Metrics.Firewall.Tests;

/// <summary>A guard as it runs on a server: <c>metrics guard</c>, in a network of its own.</summary>
internal sealed class GuardProcess : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("metrics-firewall-").FullName;
    private readonly Network network;
    private readonly StringBuilder said = new();
    private Process? process;

    /// <summary>Starts one.</summary>
    /// <param name="network">The network that it guards.</param>
    /// <param name="settings">Further lines of its configuration; DIR stands for its directory.</param>
    /// <param name="list">What is in DIR/test.list.</param>
    /// <param name="start">Whether it is started at once.</param>
    public GuardProcess(Network network, string settings = "", string list = "", bool start = true)
    {
        File.WriteAllText(Path.Combine(directory, "test.list"), list);
        this.network = network;
        Configure(settings);
        Client = new GuardClient(Options, TimeProvider.System);
        if (start)
            Start();
    }

    /// <summary>Where it says to the service manager that it is ready; null: nowhere.</summary>
    public string? NotifySocket { get; init; }

    /// <summary>The way to it.</summary>
    public GuardClient Client { get; }

    /// <summary>Its configuration.</summary>
    public string Configuration => Path.Combine(directory, "metrics.toml");

    private GuardOptions Options => new() { Socket = Path.Combine(directory, "run", "guard.sock") };

    /// <summary>What it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <summary>Writes its configuration.</summary>
    /// <param name="settings">Further lines; DIR stands for its directory.</param>
    public void Configure(string settings) => File.WriteAllText(Configuration, $"""
        [guard]
        socket = "{Options.Socket}"
        state = "{directory}/state"
        {settings.Replace("DIR", directory, StringComparison.Ordinal)}
        """);

    /// <summary>Starts it, until it answers.</summary>
    public void Start()
    {
        var begun = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = Run();
        // What it says must not fill the pipe.
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.OutputDataReceived += (_, line) =>
        {
            Take(line.Data);
            if (line.Data is null || line.Data.StartsWith("The guard listens", StringComparison.Ordinal))
                begun.TrySetResult(line.Data is not null);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        if (begun.Task.Wait(Tool.Patience) && begun.Task.Result)
            return;
        Kill();
        throw new InvalidOperationException($"The guard did not start: {Said}");
    }

    /// <summary>Runs it, whatever becomes of that.</summary>
    public Process Run()
    {
        string[] command = ["netns", "exec", network.Name, "dotnet", Path.Combine(AppContext.BaseDirectory, "metrics.dll"), "guard", "--config", Configuration];
        var start = new ProcessStartInfo("/usr/sbin/ip", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (NotifySocket is not null)
            start.Environment["NOTIFY_SOCKET"] = NotifySocket;
        return Process.Start(start)!;
    }

    /// <summary>Has it read its configuration again; what it says about that is in <see cref="Said"/>, and nothing of before.</summary>
    public void Reload()
    {
        lock (said)
            said.Clear();
        Tool.Run("procps", "kill", "-HUP", $"{process!.Id}");
    }

    /// <summary>Ends it at once, whatever it is doing.</summary>
    public void Kill()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
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

    private void Take(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }
}
