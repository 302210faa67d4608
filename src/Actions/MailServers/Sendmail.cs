using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Metrics.Actions.MailServers;

/// <summary>Sendmail: its daemon and the runner of its submission queue deliver what they take, so a hold stops both. What programs hand in meanwhile waits in the submission
/// queue; other mail servers come again. Set aside by quarantine, sendmail(8), <c>-Q</c>, with a reason of our own: what others have quarantined stays so.</summary>
internal sealed partial class Sendmail : IMailServer
{
    private const int MostArguments = 200;

    private const string Reason = "metrics";

    private readonly IPrograms programs;
    private readonly MailDaemon daemon;
    private readonly SetAside aside;
    private readonly KeptFile held;
    private readonly ImmutableArray<SendmailQueue> queues;

    /// <summary>Knows where it is.</summary>
    public Sendmail(MailServerOptions options, IPrograms programs, LeftProcesses left, string state)
    {
        (Options, this.programs) = (options, programs);
        var program = options.Program.Length > 0 ? options.Program : "/usr/sbin/sendmail";
        // Debian's name leads to the file by alternatives; of a process the file is known.
        var file = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        daemon = new MailDaemon(new ServiceUnits(options, programs, ["sendmail.service"], state), left, file, options.StopCommand, options.StartCommand);
        aside = new SetAside(state, options.Name);
        held = new KeptFile(state, $"{options.Name}.held");
        queues = SendmailQueue.Of(options, program);
    }

    /// <inheritdoc/>
    public MailServerOptions Options { get; }

    /// <inheritdoc/>
    public int Aside => aside.Count;

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
        foreach (var queue in queues)
        {
            var waiting = await WaitingAsync(queue, cancel).ConfigureAwait(false);
            aside.Add(waiting);
            await QuarantineAsync(queue, waiting, cancel).ConfigureAwait(false);
            if (await LeftAsync().ConfigureAwait(false) is not { Count: > 0 } stuck)
                continue;
            // What was ended while it wrote a message down has left the file of that, and nothing works on the message while it is there. What it should have replaced is there as well.
            stuck.ForEach(queue.ForgetWriting);
            await QuarantineAsync(queue, stuck, cancel).ConfigureAwait(false);
            if ((await LeftAsync().ConfigureAwait(false)).Count is > 0 and var left)
                throw new IOException(left == 1 ? "A message could not be set aside." : $"{left} messages could not be set aside.");

            // It passes over what it cannot work on, and says nothing.
            async Task<List<string>> LeftAsync() => waiting.Count == 0 ? [] : [.. waiting.Intersect(await WaitingAsync(queue, cancel).ConfigureAwait(false))];
        }
        await StartAsync(cancel).ConfigureAwait(false);
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
        var first = aside.First(Math.Min(most, MostArguments));
        if (first.Count == 0)
            return;
        foreach (var queue in queues)
        {
            await programs.RunAsync([.. queue.Call, "-Q", $"-qQ{Reason}", .. Only(first)], "", cancel).ConfigureAwait(false);
            // In the background; in a session of its own it is known as Sendmail's when mail is held again.
            await programs.RunAsync(["setsid", .. queue.Call, .. Only(first)], "", cancel).ConfigureAwait(false);
        }
        aside.Remove(first.Count);
    }

    /// <inheritdoc/>
    public Task<bool> IsHeldAsync(CancellationToken cancel) => Task.FromResult(held.Exists && !daemon.IsRunning);

    /// <inheritdoc/>
    public Task<bool> IsRunningAsync(CancellationToken cancel) => Task.FromResult(daemon.IsRunning);

    /// <inheritdoc/>
    public Task<QueueLength> LengthAsync(CancellationToken cancel)
    {
        var directories = queues.Select(queue => queue.Directory).ToList();
        return Task.FromResult(new QueueLength(
            QueueLength.Files(directories, file => IsTried(file) || file.Name.StartsWith("hf", StringComparison.Ordinal)),
            QueueLength.Files(directories, file => IsTried(file) && QueueAge.IsNew(file))));

        // Of each message qfNAME, or hfNAME if it is quarantined.
        static bool IsTried(FileInfo file) => file.Name.StartsWith("qf", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueuedMessage>> QueueAsync(CancellationToken cancel)
    {
        var all = new List<QueuedMessage>();
        foreach (var queue in queues)
            all.AddRange([.. await ListAsync(queue, isAside: false, cancel).ConfigureAwait(false), .. await ListAsync(queue, isAside: true, cancel).ConfigureAwait(false)]);
        return all;
    }

    /// <summary>A first line of a message in <c>mailq</c>: number, size, day, month, time and sender; null when it is another line.</summary>
    internal static QueuedMessage? Message(string line) => First().Match(line) is { Success: true } match
        ? new QueuedMessage(match.Groups["id"].Value, match.Groups["sender"].Value.Trim('<', '>'))
        : null;

    private static IEnumerable<string> Only(IEnumerable<string> ids) => ids.Select(id => $"-qI{id}");

    private async Task QuarantineAsync(SendmailQueue queue, List<string> ids, CancellationToken cancel)
    {
        foreach (var some in ids.Chunk(MostArguments))
            await programs.RequireAsync([.. queue.Call, $"-Q{Reason}", .. Only(some)], cancel).ConfigureAwait(false);
    }

    private async Task<List<string>> WaitingAsync(SendmailQueue queue, CancellationToken cancel) =>
        [.. (await ListAsync(queue, isAside: false, cancel).ConfigureAwait(false)).Where(message => message.IsSound).Select(message => message.Id)];

    private async Task<IEnumerable<QueuedMessage>> ListAsync(SendmailQueue queue, bool isAside, CancellationToken cancel)
    {
        ImmutableArray<string> quarantined = isAside ? ["-qQ"] : [];
        return (await programs.RequireAsync([.. queue.Call, "-bp", .. quarantined], cancel).ConfigureAwait(false)).Lines
            .Select(Message).OfType<QueuedMessage>().Select(message => message with { IsAside = isAside });
    }

    [GeneratedRegex(@"^(?<id>[0-9A-Za-z]{10,20})[*X-]? +[0-9]+ \w{3} \w{3} +[0-9]+ [0-9:]{5} (?<sender>.*?)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex First();
}
