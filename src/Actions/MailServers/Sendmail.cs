using System.Text.RegularExpressions;

namespace Metrics.Actions.MailServers;

/// <summary>Sendmail: its daemon and the runner of its submission queue deliver what they take, so a hold stops both. What programs hand in meanwhile lies in
/// <c>clientmqueue</c>; other mail servers come again.</summary>
internal sealed partial class Sendmail : IMailServer
{
    private readonly IPrograms programs;
    private readonly LeftProcesses left;
    private readonly ServiceUnits units;
    private readonly KeptFile held;
    private readonly string program, file, queue;

    /// <summary>Knows where it is.</summary>
    public Sendmail(MailServerOptions options, IPrograms programs, LeftProcesses left, string state)
    {
        (Options, this.programs, this.left) = (options, programs, left);
        program = options.Program.Length > 0 ? options.Program : "/usr/sbin/sendmail";
        // Debian's name leads to the file by alternatives; of a process the file is known.
        file = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        queue = options.Queue.Length > 0 ? options.Queue : "/var/spool/mqueue";
        units = new ServiceUnits(options, programs, ["sendmail.service"], state);
        held = new KeptFile(state, $"{options.Name}.held");
    }

    /// <inheritdoc/>
    public MailServerOptions Options { get; }

    /// <inheritdoc/>
    public int Aside => 0;

    /// <inheritdoc/>
    public async Task HoldAsync(CancellationToken cancel)
    {
        held.Write("");
        await StopAsync(cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        if (!held.Exists)
            return;
        await StartAsync(cancel).ConfigureAwait(false);
        held.Delete();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancel)
    {
        if (!units.IsStopped || left.Any([file]))
            await units.StopAsync(Options.StopCommand, cancel).ConfigureAwait(false);
        await left.EndAsync([file], cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => units.StartAsync(Options.StartCommand, cancel);

    /// <inheritdoc/>
    public Task RestartAsync(CancellationToken cancel) => units.RestartAsync(Options.StopCommand, () => left.EndAsync([file], cancel), Options.StartCommand, cancel);

    /// <inheritdoc/>
    public Task LetGoAsync(int most, CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<bool> IsHeldAsync(CancellationToken cancel) => Task.FromResult(held.Exists && !left.Any([file]));

    /// <inheritdoc/>
    public Task<bool> IsRunningAsync(CancellationToken cancel) => Task.FromResult(left.Any([file]));

    /// <inheritdoc/>
    public Task<QueueLength> LengthAsync(CancellationToken cancel) => Task.FromResult(new QueueLength(QueueLength.Files([queue], IsMessage),
        QueueLength.Files([queue], file => IsMessage(file) && QueueAge.IsNew(file))));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueuedMessage>> QueueAsync(CancellationToken cancel) =>
        [.. (await programs.RequireAsync([program, "-bp"], cancel).ConfigureAwait(false)).Lines.Select(Message).OfType<QueuedMessage>()];

    /// <summary>A first line of a message in <c>mailq</c>: number, size, day, month, time and sender; null when it is another line.</summary>
    internal static QueuedMessage? Message(string line) => First().Match(line) is { Success: true } match
        ? new QueuedMessage(match.Groups["id"].Value, match.Groups["sender"].Value.Trim('<', '>'))
        : null;

    // qfNAME for each message.
    private static bool IsMessage(FileInfo file) => file.Name.StartsWith("qf", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<id>[0-9A-Za-z]{10,20})[*X-]? +[0-9]+ \w{3} \w{3} +[0-9]+ [0-9:]{5} (?<sender>.*?)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex First();
}
