using System.Collections.Immutable;
using System.Text.Json;

namespace Metrics.Actions.MailServers;

/// <summary>Postfix: held by <c>defer_transports</c>, postconf(5), for every transport that speaks SMTP to others; set aside by <c>postsuper -h</c>.</summary>
internal sealed class Postfix : IMailServer
{
    private static readonly string[] AllQueues = ["maildrop", "incoming", "active", "deferred", "hold"], NewQueues = ["maildrop", "incoming", "active"];

    private readonly IPrograms programs;
    private readonly ServiceUnits units;
    private readonly SetAside aside;
    private readonly string configuration, queue;

    // What defer_transports was before: "-" for nothing, otherwise "=" and its value. There from before the change until after it is taken back.
    private readonly KeptFile before;

    // There once the queue manager has read the change.
    private readonly KeptFile held;

    /// <summary>Knows where it is.</summary>
    public Postfix(MailServerOptions options, IPrograms programs, string state)
    {
        (Options, this.programs) = (options, programs);
        configuration = options.Configuration.Length > 0 ? options.Configuration : "/etc/postfix";
        queue = options.Queue.Length > 0 ? options.Queue : "/var/spool/postfix";
        units = new ServiceUnits(options, programs, ["postfix.service", "postfix@-.service"], state);
        aside = new SetAside(state, options.Name);
        (before, held) = (new KeptFile(state, $"{options.Name}.before"), new KeptFile(state, $"{options.Name}.held"));
    }

    /// <inheritdoc/>
    public MailServerOptions Options { get; }

    /// <inheritdoc/>
    public int Aside => aside.Count;

    private ImmutableArray<string> StopCommand => Options.StopCommand.IsEmpty ? ["postfix", "-c", configuration, "stop"] : Options.StopCommand;

    private ImmutableArray<string> StartCommand => Options.StartCommand.IsEmpty ? ["postfix", "-c", configuration, "start"] : Options.StartCommand;

    /// <inheritdoc/>
    public async Task HoldAsync(CancellationToken cancel)
    {
        var transports = await TransportsAsync(cancel).ConfigureAwait(false);
        var now = await DeferredAsync(cancel).ConfigureAwait(false);
        if (held.Exists && transports.All(now.Contains))
            return;
        held.Delete();
        if (!before.Exists)
        {
            var own = await programs.RequireAsync(["postconf", "-c", configuration, "-n", "defer_transports"], cancel).ConfigureAwait(false);
            before.Write(own.Output.Contains('=') ? $"={string.Join(' ', now)}" : "-");
        }
        await programs.RequireAsync(["postconf", "-c", configuration, "-e", $"defer_transports={string.Join(' ', now.Union(transports))}"], cancel).ConfigureAwait(false);
        await ReloadAsync(cancel).ConfigureAwait(false);
        held.Write("");
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        if (before.Read() is not { } was)
            return;
        var waiting = (await QueueAsync(cancel).ConfigureAwait(false)).Where(message => !message.IsAside && message.IsSound).Select(message => message.Id).ToList();
        aside.Add(waiting);
        await SuperAsync("-h", waiting, cancel).ConfigureAwait(false);
        ImmutableArray<string> change = was == "-" ? ["-X", "defer_transports"] : ["-e", $"defer_transports{was}"];
        await programs.RequireAsync(["postconf", "-c", configuration, .. change], cancel).ConfigureAwait(false);
        await ReloadAsync(cancel).ConfigureAwait(false);
        held.Delete();
        before.Delete();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancel)
    {
        var isRunning = await IsRunningAsync(cancel).ConfigureAwait(false);
        if (!units.IsStopped || isRunning)
            await units.StopAsync(isRunning ? StopCommand : [], cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => units.StartAsync(StartCommand, cancel);

    /// <inheritdoc/>
    public Task RestartAsync(CancellationToken cancel) => units.RestartAsync(StopCommand, () => Task.CompletedTask, StartCommand, cancel);

    /// <inheritdoc/>
    public async Task LetGoAsync(int most, CancellationToken cancel)
    {
        var first = aside.First(most);
        if (first.Count == 0)
            return;
        await SuperAsync("-H", first, cancel).ConfigureAwait(false);
        await programs.RequireAsync(["postqueue", "-c", configuration, "-f"], cancel).ConfigureAwait(false);
        aside.Remove(first.Count);
    }

    /// <inheritdoc/>
    public async Task<bool> IsHeldAsync(CancellationToken cancel) =>
        held.Exists && (await TransportsAsync(cancel).ConfigureAwait(false)).All((await DeferredAsync(cancel).ConfigureAwait(false)).Contains);

    /// <inheritdoc/>
    public async Task<bool> IsRunningAsync(CancellationToken cancel)
    {
        if ((await programs.RunAsync(["postfix", "-c", configuration, "status"], "", cancel).ConfigureAwait(false)).Code == 0)
            return true;
        // It ends with 1 for a configuration that cannot be read, too, and says which it is to terminals only.
        await programs.RequireAsync(["postconf", "-c", configuration, "-h", "queue_directory"], cancel).ConfigureAwait(false);
        return false;
    }

    /// <inheritdoc/>
    public Task<QueueLength> LengthAsync(CancellationToken cancel) => Task.FromResult(new QueueLength(Files(AllQueues), Files(NewQueues)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueuedMessage>> QueueAsync(CancellationToken cancel)
    {
        var listed = await programs.RequireAsync(["postqueue", "-c", configuration, "-j"], cancel).ConfigureAwait(false);
        // One that moves to another directory meanwhile is listed in both.
        return [.. listed.Lines.Select(Message).OfType<QueuedMessage>().DistinctBy(message => message.Id)];
    }

    /// <summary>A line of <c>postqueue -j</c>; null when it is none.</summary>
    internal static QueuedMessage? Message(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("queue_id", out var id) && root.TryGetProperty("sender", out var sender)
                && id.ValueKind == JsonValueKind.String && sender.ValueKind == JsonValueKind.String
                ? new QueuedMessage(id.GetString()!, sender.GetString() is "MAILER-DAEMON" or null ? "" : sender.GetString()!,
                    root.TryGetProperty("queue_name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == "hold")
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return null;
        }
    }

    private double Files(string[] names) => QueueLength.Files(names.Select(name => Path.Combine(queue, name)));

    private Task SuperAsync(string option, IReadOnlyCollection<string> ids, CancellationToken cancel) => ids.Count == 0
        ? Task.CompletedTask
        : programs.RequireAsync(["postsuper", "-c", configuration, option, "-"], cancel, string.Join('\n', ids) + "\n");

    private async Task<string[]> DeferredAsync(CancellationToken cancel) =>
        (await programs.RequireAsync(["postconf", "-c", configuration, "-h", "defer_transports"], cancel).ConfigureAwait(false)).Output
            .Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);

    // The lines of master.cf(5): name, type, five more fields, then the command.
    private async Task<string[]> TransportsAsync(CancellationToken cancel) =>
        [.. (await programs.RequireAsync(["postconf", "-c", configuration, "-M"], cancel).ConfigureAwait(false)).Lines
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields is [_, "unix", _, _, _, _, _, "smtp", ..]).Select(fields => fields[0])];

    private async Task ReloadAsync(CancellationToken cancel)
    {
        if (await IsRunningAsync(cancel).ConfigureAwait(false))
            await programs.RequireAsync(["postfix", "-c", configuration, "reload"], cancel).ConfigureAwait(false);
    }
}
