using System.Collections.Immutable;

namespace Metrics.Actions.MailServers;

/// <summary>OpenSMTPD: held by <c>smtpctl pause mta</c>, which it forgets when it is started anew; set aside by <c>smtpctl pause envelope</c>.</summary>
internal sealed class OpenSmtpd : IMailServer
{
    private const int Tries = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly IPrograms programs;
    private readonly MailDaemon daemon;
    private readonly SetAside aside;
    private readonly KeptFile held;
    private readonly string control, queue;

    /// <summary>Knows where it is.</summary>
    public OpenSmtpd(MailServerOptions options, IPrograms programs, LeftProcesses left, string state)
    {
        (Options, this.programs) = (options, programs);
        var program = options.Program.Length > 0 ? options.Program : "/usr/sbin/smtpd";
        control = Path.Combine(Path.GetDirectoryName(program)!, "smtpctl");
        queue = options.Queue.Length > 0 ? options.Queue : "/var/spool/smtpd";
        daemon = new MailDaemon(
            new ServiceUnits(options, programs, ["opensmtpd.service"], state), left, program, options.StopCommand, options.StartCommand.IsEmpty ? [program] : options.StartCommand);
        aside = new SetAside(state, options.Name);
        held = new KeptFile(state, $"{options.Name}.held");
    }

    /// <inheritdoc/>
    public MailServerOptions Options { get; }

    /// <inheritdoc/>
    public int Aside => aside.Count;

    /// <inheritdoc/>
    public async Task HoldAsync(CancellationToken cancel)
    {
        held.Write("");
        // One that does not run delivers nothing, either.
        if (await IsPausedAsync(cancel).ConfigureAwait(false) == false)
            await AskAsync([control, "pause", "mta"], cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        if (!held.Exists)
            return;
        if (daemon.WasStopped)
        {
            // Only one that runs can set messages aside, and it has forgotten the pause. systemd starts it without one; the filter holds it then, and its next attempts come later.
            await daemon.StartAsync(cancel, "-P", "mta").ConfigureAwait(false);
            await AnswersAsync(cancel).ConfigureAwait(false);
            await HoldAsync(cancel).ConfigureAwait(false);
        }
        if (daemon.IsRunning)
        {
            var waiting = (await WholeQueueAsync(cancel).ConfigureAwait(false)).Where(message => !message.IsAside && message.IsSound).Select(message => message.Id).ToList();
            aside.Add(waiting);
            if (waiting.Count > 0)
                await programs.RequireAsync([control, "pause", "envelope", "all"], cancel).ConfigureAwait(false);
            if (await IsPausedAsync(cancel).ConfigureAwait(false) == true)
                await programs.RequireAsync([control, "resume", "mta"], cancel).ConfigureAwait(false);
        }
        held.Delete();
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancel) => daemon.StopAsync(cancel);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => daemon.StartAsync(cancel);

    /// <inheritdoc/>
    public Task RestartAsync(CancellationToken cancel) => daemon.RestartAsync(cancel);

    /// <inheritdoc/>
    public async Task LetGoAsync(int most, CancellationToken cancel)
    {
        var first = aside.First(most);
        foreach (var id in first)
        {
            // It fails for one that is gone.
            await programs.RunAsync([control, "resume", "envelope", id], "", cancel).ConfigureAwait(false);
            await programs.RunAsync([control, "schedule", id], "", cancel).ConfigureAwait(false);
        }
        if (first.Count > 0)
            aside.Remove(first.Count);
    }

    /// <inheritdoc/>
    public async Task<bool> IsHeldAsync(CancellationToken cancel) => held.Exists && await IsPausedAsync(cancel).ConfigureAwait(false) != false;

    /// <inheritdoc/>
    public Task<bool> IsRunningAsync(CancellationToken cancel) => Task.FromResult(daemon.IsRunning);

    /// <inheritdoc/>
    public Task<QueueLength> LengthAsync(CancellationToken cancel)
    {
        // A directory for each message, with the message and an envelope for each recipient, which is written anew after each attempt.
        var messages = Path.Combine(queue, "queue");
        return Task.FromResult(new QueueLength(QueueLength.Files([messages], IsMessage), QueueLength.Files([messages], file => IsMessage(file) && QueueAge.IsNew(file))));

        static bool IsMessage(FileInfo file) => file.Name == "message";
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueuedMessage>> QueueAsync(CancellationToken cancel) =>
        [.. (await programs.RequireAsync([control, "show", "queue"], cancel).ConfigureAwait(false)).Lines.Select(Message).OfType<QueuedMessage>()];

    /// <summary>A line of <c>smtpctl show queue</c>, one for each recipient; null when it is none.</summary>
    internal static QueuedMessage? Message(string line) => line.Split('|') is [var id, _, _, var flags, var sender, _, ..]
        ? new QueuedMessage(id, sender, flags.Split(',').Contains("suspend"))
        : null;

    private async Task AnswersAsync(CancellationToken cancel)
    {
        for (var i = 0; i < Tries && (await programs.RunAsync([control, "show", "status"], "", cancel).ConfigureAwait(false)).Code != 0; i++)
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
    }

    // After its start it reads its queue bit by bit, and what it has not read cannot be set aside yet.
    private async Task<IReadOnlyList<QueuedMessage>> WholeQueueAsync(CancellationToken cancel)
    {
        const int digitsOfMessage = 8;
        var onDisk = (await LengthAsync(cancel).ConfigureAwait(false)).All;
        var queue = await QueueAsync(cancel).ConfigureAwait(false);
        for (var i = 0; i < Tries && queue.Where(one => one.IsSound).DistinctBy(one => one.Id[..Math.Min(digitsOfMessage, one.Id.Length)]).Count() < onDisk; i++)
        {
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
            queue = await QueueAsync(cancel).ConfigureAwait(false);
        }
        return queue;
    }

    // Null: it does not run.
    private async Task<bool?> IsPausedAsync(CancellationToken cancel) =>
        (await AskAsync([control, "show", "status"], cancel).ConfigureAwait(false))?.Lines.Any(line => line.Trim() == "MTA paused");

    // One that is just starting does not listen yet, and one that is just ending no longer: it is asked until it answers or has gone, which is null.
    private async Task<ProgramResult?> AskAsync(ImmutableArray<string> command, CancellationToken cancel)
    {
        for (var tries = 1; daemon.IsRunning; tries++)
        {
            var answer = await programs.RunAsync(command, "", cancel).ConfigureAwait(false);
            if (answer.Code == 0 || tries == Tries)
                return answer.Require(command);
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        }
        return null;
    }
}
