using System.Collections.Immutable;
using System.Globalization;

namespace Metrics.Actions.MailServers;

/// <summary>qmail, kept up by daemontools: held by <c>concurrencyremote</c> 0, qmail-send(8); let go by 1, so that one message goes after the other. Stopped by
/// <c>svc -d</c> and a file <c>down</c>, which keeps it so over a start of the machine: supervise(8).</summary>
internal sealed class Qmail : IMailServer
{
    private static readonly string[] Workers = ["qmail-smtpd", "qmail-remote", "qmail-rspawn", "qmail-send"];

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromMilliseconds(50);

    private readonly IPrograms programs;
    private readonly LeftProcesses left;
    private readonly string directory;
    private readonly QmailQueue queue;
    private readonly ImmutableArray<string> services;

    // What concurrencyremote was before: "-" for nothing.
    private readonly KeptFile before, held, slow, stopped;

    /// <summary>Knows where it is.</summary>
    public Qmail(MailServerOptions options, IPrograms programs, LeftProcesses left, string state)
    {
        (Options, this.programs, this.left) = (options, programs, left);
        directory = options.Configuration.Length > 0 ? options.Configuration : "/var/qmail";
        queue = new QmailQueue(options.Queue.Length > 0 ? options.Queue : Path.Combine(directory, "queue"));
        services = options.Services.IsEmpty ? ["/service/qmail-send", "/service/qmail-smtpd"] : options.Services;
        (before, held) = (new KeptFile(state, $"{options.Name}.before"), new KeptFile(state, $"{options.Name}.held"));
        (slow, stopped) = (new KeptFile(state, $"{options.Name}.slow"), new KeptFile(state, $"{options.Name}.stopped"));
    }

    /// <inheritdoc/>
    public MailServerOptions Options { get; }

    /// <inheritdoc/>
    public int Aside => !slow.Exists ? 0 : queue.Remote is var count && double.IsNaN(count) ? 1 : (int)count;

    private string Concurrency => Path.Combine(directory, "control/concurrencyremote");

    private IReadOnlyList<string> Children => [.. Workers.Select(Program)];

    /// <inheritdoc/>
    public async Task HoldAsync(CancellationToken cancel)
    {
        if (await IsHeldAsync(cancel).ConfigureAwait(false))
            return;
        if (!before.Exists)
            before.Write(File.Exists(Concurrency) ? (await File.ReadAllTextAsync(Concurrency, cancel).ConfigureAwait(false)).Trim() : "-");
        await LimitAsync("0", cancel).ConfigureAwait(false);
        slow.Delete();
        held.Write("");
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        if (!before.Exists || slow.Exists)
            return;
        await LimitAsync("1", cancel).ConfigureAwait(false);
        held.Delete();
        slow.Write("");
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancel)
    {
        stopped.Write("");
        foreach (var service in services)
            await File.WriteAllTextAsync(Path.Combine(service, "down"), "", cancel).ConfigureAwait(false);
        try
        {
            await ControlAsync("-d", services, cancel).ConfigureAwait(false);
        }
        finally
        {
            // TERM of svc lets deliveries come to their end, which may take minutes.
            await left.EndAsync(Children, cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (!stopped.Exists)
            return;
        foreach (var service in services)
            File.Delete(Path.Combine(service, "down"));
        await ControlAsync("-u", services, cancel).ConfigureAwait(false);
        stopped.Delete();
    }

    /// <inheritdoc/>
    public async Task RestartAsync(CancellationToken cancel)
    {
        var process = await ProcessAsync(cancel).ConfigureAwait(false);
        await ControlAsync("-tu", services[..1], cancel).ConfigureAwait(false);
        // It waits for its deliveries, and one that hangs does not mind TERM at all. Another one must not be ended for it.
        await left.EndAsync([Program("qmail-remote")], cancel).ConfigureAwait(false);
        for (var waited = TimeSpan.Zero; waited < Grace && await IsSameAsync().ConfigureAwait(false); waited += Pause)
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        if (await IsSameAsync().ConfigureAwait(false))
            await ControlAsync("-k", services[..1], cancel).ConfigureAwait(false);

        async Task<bool> IsSameAsync() => process is not null && await ProcessAsync(cancel).ConfigureAwait(false) == process;
    }

    /// <inheritdoc/>
    public async Task LetGoAsync(int most, CancellationToken cancel)
    {
        if (!slow.Exists || Aside > 0)
            return;
        var was = before.Read();
        await LimitAsync(was is null or "-" ? null : was, cancel).ConfigureAwait(false);
        before.Delete();
        slow.Delete();
    }

    /// <inheritdoc/>
    public Task<bool> IsHeldAsync(CancellationToken cancel) =>
        Task.FromResult(held.Exists && File.Exists(Concurrency) && File.ReadAllText(Concurrency).Trim() == "0");

    /// <inheritdoc/>
    public async Task<bool> IsRunningAsync(CancellationToken cancel) => await ProcessAsync(cancel).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public Task<QueueLength> LengthAsync(CancellationToken cancel) => Task.FromResult(queue.Length);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QueuedMessage>> QueueAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<QueuedMessage>>([.. queue.Messages()]);

    private string Program(string name) => Path.Combine(directory, "bin", name);

    // qmail-send reads it only when it starts; TERM ends it, and daemontools start it again.
    private async Task LimitAsync(string? number, CancellationToken cancel)
    {
        if (number is null)
            File.Delete(Concurrency);
        else
            await File.WriteAllTextAsync(Concurrency, number + "\n", cancel).ConfigureAwait(false);
        await ControlAsync("-t", services[..1], cancel).ConfigureAwait(false);
    }

    // svc(8) ends with 0 when nobody minds it, too; then it warns.
    private async Task ControlAsync(string option, ImmutableArray<string> which, CancellationToken cancel)
    {
        if ((await programs.RequireAsync(["svc", option, .. which], cancel).ConfigureAwait(false)).Error.Trim() is { Length: > 0 } warning)
            throw new IOException(warning.ReplaceLineEndings(" "));
    }

    // The process, or null for none. svstat(8) says "/service/qmail-send: up (pid 7) 60 seconds", or "down 60 seconds, normally up", or why it cannot.
    private async Task<int?> ProcessAsync(CancellationToken cancel)
    {
        var said = (await programs.RequireAsync(["svstat", services[0]], cancel).ConfigureAwait(false)).Output.Trim();
        if (said.Split(": up (pid ") is [_, var rest] && int.TryParse(rest.Split(')')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return id;
        return said.Contains(": down ", StringComparison.Ordinal) ? null : throw new IOException($"svstat does not know how it is: {said}");
    }
}
