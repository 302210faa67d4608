using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Metrics.Actions.MailServers;

/// <summary>Exim 4: held by a file that its configuration asks for in <c>hold_domains</c> (chapter 14.23 of its specification), which holds for deliveries at once, for
/// queue runners and for programs that hand mail in; set aside by freezing.</summary>
internal sealed partial class Exim : IMailServer
{
    private const int MostArguments = 200;

    private readonly IPrograms programs;
    private readonly MailDaemon daemon;
    private readonly SetAside aside;
    private readonly KeptFile held;
    private readonly string program, queue;
    private readonly ImmutableArray<string> call;

    /// <summary>Knows where it is.</summary>
    public Exim(MailServerOptions options, IPrograms programs, LeftProcesses left, string state)
    {
        (Options, this.programs) = (options, programs);
        program = options.Program.Length > 0 ? options.Program : "/usr/sbin/exim4";
        queue = options.Queue.Length > 0 ? options.Queue : "/var/spool/exim4";
        call = options.Configuration.Length > 0 ? [program, "-C", options.Configuration] : [program];
        daemon = new MailDaemon(new ServiceUnits(options, programs, ["exim4.service"], state), left, program, options.StopCommand, options.StartCommand);
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
        var asked = await programs.RequireAsync([.. call, "-bP", "hold_domains"], cancel).ConfigureAwait(false);
        if (!asked.Output.Contains(held.Location, StringComparison.Ordinal))
            throw new IOException($"Exim's configuration does not ask for {held.Location}: it needs hold_domains = ${{if exists{{{held.Location}}}{{! +local_domains}}{{}}}}");
        if (!held.Exists)
            held.Write("");
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        if (!held.Exists)
            return;
        var waiting = (await QueueAsync(cancel).ConfigureAwait(false)).Where(message => !message.IsAside && message.IsSound).Select(message => message.Id).ToList();
        aside.Add(waiting);
        foreach (var some in waiting.Chunk(MostArguments))
            // It fails for one that was delivered meanwhile.
            await programs.RunAsync([.. call, "-Mf", .. some], "", cancel).ConfigureAwait(false);
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
        // Thawed, then tried one after the other, in the background: a slow host keeps nobody waiting.
        var thawed = await programs.RunAsync([.. call, "-Mt", .. first], "", cancel).ConfigureAwait(false);
        await programs.RunAsync([.. call, "-odb", "-Mc", .. first], "", cancel).ConfigureAwait(false);
        // One that a queue runner looked at just then is still frozen, and nobody else would ever thaw it: it is let go another time.
        aside.Remove(first.Count, but: first.Where(id => thawed.Output.Contains($"Message {id} is locked", StringComparison.Ordinal)));
    }

    /// <inheritdoc/>
    public Task<bool> IsHeldAsync(CancellationToken cancel) => Task.FromResult(held.Exists);

    /// <inheritdoc/>
    public Task<bool> IsRunningAsync(CancellationToken cancel) => Task.FromResult(daemon.IsRunning);

    /// <inheritdoc/>
    public Task<QueueLength> LengthAsync(CancellationToken cancel)
    {
        // Of each message the header file, NAME-H; one that waits for its next attempt has a journal of before or a file that was written anew then.
        var input = Path.Combine(queue, "input");
        return Task.FromResult(new QueueLength(QueueLength.Files([input], IsMessage), QueueLength.Files([input], file => IsMessage(file) && QueueAge.IsNew(file))));

        static bool IsMessage(FileInfo file) => file.Name.EndsWith("-H", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueuedMessage>> QueueAsync(CancellationToken cancel) =>
        [.. (await programs.RequireAsync([.. call, "-bpr"], cancel).ConfigureAwait(false)).Lines.Select(Message).OfType<QueuedMessage>()];

    /// <summary>A first line of a message in <c>exim -bp</c>, age, size, number and sender; null when it is another line.</summary>
    internal static QueuedMessage? Message(string line) => First().Match(line) is { Success: true } match
        ? new QueuedMessage(match.Groups["id"].Value, match.Groups["sender"].Value, match.Groups["frozen"].Success)
        : null;

    [GeneratedRegex(@"^ *[0-9]+[mhd] +[0-9.]+[KM]? +(?<id>[0-9A-Za-z]+-[0-9A-Za-z]+-[0-9A-Za-z]+) <(?<sender>[^\n]*?)>(?: \([^)]*\))?(?<frozen> \*\*\* frozen \*\*\*)?\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex First();
}
