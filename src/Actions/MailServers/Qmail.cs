using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Metrics.Actions.MailServers;

/// <summary>qmail, kept up by daemontools: held by <c>concurrencyremote</c> 0, qmail-send(8); let go by 1, so that one message goes after the other. Stopped by
/// <c>svc -d</c> and a file <c>down</c>, which keeps it so over a start of the machine: supervise(8).</summary>
internal sealed partial class Qmail : IMailServer
{
    private static readonly string[] Workers = ["qmail-smtpd", "qmail-remote", "qmail-rspawn", "qmail-send"];

    private readonly IPrograms programs;
    private readonly LeftProcesses left;
    private readonly string directory, queue;
    private readonly ImmutableArray<string> services;

    // What concurrencyremote was before: "-" for nothing.
    private readonly KeptFile before, held, slow, stopped;

    /// <summary>Knows where it is.</summary>
    public Qmail(MailServerOptions options, IPrograms programs, LeftProcesses left, string state)
    {
        (Options, this.programs, this.left) = (options, programs, left);
        directory = options.Configuration.Length > 0 ? options.Configuration : "/var/qmail";
        queue = options.Queue.Length > 0 ? options.Queue : Path.Combine(directory, "queue");
        services = options.Services.IsEmpty ? ["/service/qmail-send", "/service/qmail-smtpd"] : options.Services;
        (before, held) = (new KeptFile(state, $"{options.Name}.before"), new KeptFile(state, $"{options.Name}.held"));
        (slow, stopped) = (new KeptFile(state, $"{options.Name}.slow"), new KeptFile(state, $"{options.Name}.stopped"));
    }

    /// <inheritdoc/>
    public MailServerOptions Options { get; }

    /// <inheritdoc/>
    public int Aside => slow.Exists ? (int)QueueLength.Files([Path.Combine(queue, "remote")]) is var count and > 0 ? count : 0 : 0;

    private string Concurrency => Path.Combine(directory, "control/concurrencyremote");

    private IReadOnlyList<string> Children => [.. Workers.Select(name => Path.Combine(directory, "bin", name))];

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
        await programs.RequireAsync(["svc", "-d", .. services], cancel).ConfigureAwait(false);
        // TERM of svc lets deliveries come to their end, which may take minutes.
        await left.EndAsync(Children, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancel)
    {
        if (!stopped.Exists)
            return;
        foreach (var service in services)
            File.Delete(Path.Combine(service, "down"));
        await programs.RequireAsync(["svc", "-u", .. services], cancel).ConfigureAwait(false);
        stopped.Delete();
    }

    /// <inheritdoc/>
    public async Task RestartAsync(CancellationToken cancel)
    {
        await programs.RequireAsync(["svc", "-t", services[0]], cancel).ConfigureAwait(false);
        // One that hangs does not mind TERM.
        await left.EndAsync([Path.Combine(directory, "bin/qmail-send"), Path.Combine(directory, "bin/qmail-remote")], cancel).ConfigureAwait(false);
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
    public async Task<bool> IsRunningAsync(CancellationToken cancel) =>
        (await programs.RunAsync(["svstat", services[0]], "", cancel).ConfigureAwait(false)).Output.Contains(": up ", StringComparison.Ordinal);

    /// <inheritdoc/>
    public Task<QueueLength> LengthAsync(CancellationToken cancel)
    {
        // todo: what qmail-send has not looked at yet, which is where it hangs.
        var messages = Path.Combine(queue, "mess");
        return Task.FromResult(new QueueLength(QueueLength.Files([messages]),
            QueueLength.Files([Path.Combine(queue, "todo")]) + QueueLength.Files([Path.Combine(queue, "local"), Path.Combine(queue, "remote")], QueueAge.IsNew)));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueuedMessage>> QueueAsync(CancellationToken cancel) =>
        [.. (await programs.RequireAsync([Path.Combine(directory, "bin/qmail-qread")], cancel).ConfigureAwait(false)).Lines.Select(Message).OfType<QueuedMessage>()];

    /// <summary>A first line of a message in qmail-qread(8): date, number, size and sender; null when it is another line.</summary>
    internal static QueuedMessage? Message(string line) =>
        First().Match(line) is { Success: true } match ? new QueuedMessage(match.Groups["id"].Value, match.Groups["sender"].Value) : null;

    // qmail-send reads it only when it starts; TERM ends it, and daemontools start it again.
    private async Task LimitAsync(string? number, CancellationToken cancel)
    {
        if (number is null)
            File.Delete(Concurrency);
        else
            await File.WriteAllTextAsync(Concurrency, number + "\n", cancel).ConfigureAwait(false);
        await programs.RequireAsync(["svc", "-t", services[0]], cancel).ConfigureAwait(false);
    }

    [GeneratedRegex(@"^[0-9]+ \w{3} [0-9]{4} [0-9:]{8} GMT +#(?<id>[0-9]+) +[0-9]+ +<(?<sender>[^\n]*?)>.*$", RegexOptions.NonBacktracking)]
    private static partial Regex First();
}
