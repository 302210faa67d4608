using System.Globalization;
using Metrics.Actions.Guard;

namespace Metrics.Actions.MailServers;

/// <summary>What root keeps up of a hold: what is wanted is on the disk before anything is done, and whatever is otherwise is made so, when it is said, at the start, and
/// every few seconds. After a hold it lets go what was held back, at a limited rate.</summary>
internal sealed class MailKeeper : IDisposable
{
    /// <summary>How often <see cref="KeepAsync"/> is to be called.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const string NotArmed = "Holding mail is not armed in the guard: set armed = true in the section [hold] of its configuration and reload it.";

    private readonly KeptFile wanted;
    private volatile IReadOnlyList<IMailServer> servers;
    private volatile HoldFilter filter;

    // There from before the filter is made until after it is removed: without it nobody needs nft(8).
    private readonly KeptFile filtered;

    // One change at a time.
    private readonly SemaphoreSlim turn = new(1);

    private readonly Action<string, Exception> unsaid;

    // Of the last change.
    private StepProblems problems;

    /// <summary>Knows the mail servers.</summary>
    /// <param name="servers">The mail servers.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="state">Its directory.</param>
    /// <param name="unsaid">Gets what failed without a text for others than root, and the mail server; empty: the filter.</param>
    public MailKeeper(IReadOnlyList<IMailServer> servers, HoldFilter filter, string state, Action<string, Exception>? unsaid = null)
    {
        (this.servers, this.filter) = (servers, filter);
        this.unsaid = unsaid ?? ((_, _) => { });
        problems = new StepProblems(this.unsaid);
        (wanted, filtered) = (new KeptFile(state, "hold"), new KeptFile(state, "filtered"));
    }

    /// <summary>Whether a hold may begin; one that has begun goes on to its end.</summary>
    public bool IsArmed { get; set; }

    /// <summary>How many messages of each mail server are let go in a minute after a hold.</summary>
    public int PerMinute { get; set; } = 60;

    /// <summary>What is to be in force.</summary>
    public HoldMeasures Wanted => wanted.Read() is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var measures) ? (HoldMeasures)measures : HoldMeasures.None;

    /// <summary>Adds a measure, and takes it.</summary>
    /// <exception cref="GuardRefusedException">Holding is not armed, and nothing is held from when it was.</exception>
    public Task<MailState> AddAsync(HoldMeasures measure, CancellationToken cancel) => TurnAsync(
        () =>
        {
            if (!IsArmed && Wanted == HoldMeasures.None)
                throw new GuardRefusedException(NotArmed);
            wanted.Write($"{(int)(Wanted | measure)}");
        },
        cancel);

    /// <summary>Ends all measures: mail servers first, so that what was set aside stays so, then the filter.</summary>
    public Task<MailState> LiftAsync(CancellationToken cancel) => TurnAsync(
        () =>
        {
            // Without a directory nothing was ever held.
            if (wanted.HasDirectory)
                wanted.Write("0");
        },
        cancel);

    /// <summary>Makes everything as it is to be, and lets some messages go. Without a hold, and once one is over, it does nothing.</summary>
    /// <returns>What could not be done, as sentences.</returns>
    public async Task<IReadOnlyList<string>> KeepAsync(CancellationToken cancel) =>
        wanted.Exists ? [.. (await TurnAsync(() => { }, cancel, letsGo: true).ConfigureAwait(false)).Problems] : [];

    /// <summary>Looks, and changes nothing.</summary>
    public async Task<MailState> LookAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await StateAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Goes on with other mail servers and settings, once what is being done is done.</summary>
    /// <param name="make">Makes the mail servers, which read at once what is on the disk.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="isArmed">Whether a hold may begin.</param>
    /// <param name="perMinute">How many messages of each are let go in a minute after a hold.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task UseAsync(Func<IReadOnlyList<IMailServer>> make, HoldFilter filter, bool isArmed, int perMinute, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            (servers, this.filter, IsArmed, PerMinute) = (make(), filter, isArmed, perMinute);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Looks for the smart hosts: known ahead, they cost no time when packets are to be filtered.</summary>
    public Task FindHostsAsync(CancellationToken cancel) => filter.FindHostsAsync(cancel);

    /// <summary>How many messages the queues have, cheaply.</summary>
    public async Task<QueueLength> LengthAsync(CancellationToken cancel)
    {
        var (all, tried) = (0.0, 0.0);
        var now = servers;
        foreach (var server in now)
        {
            var length = await server.LengthAsync(cancel).ConfigureAwait(false);
            (all, tried) = (all + length.All, tried + length.New);
        }
        return now.Count == 0 ? QueueLength.Unknown : new QueueLength(all, tried);
    }

    /// <summary>Who has mail in the queues. A mail server that does not tell is left out.</summary>
    public async Task<QueueSummary> QueueAsync(CancellationToken cancel)
    {
        var messages = new List<QueuedMessage>();
        foreach (var server in servers)
            try
            {
                messages.AddRange(await server.QueueAsync(cancel).ConfigureAwait(false));
            }
            catch (IOException)
            {
                // One that is stopped may not tell.
            }
        return QueueSummary.Of(messages);
    }

    /// <summary>Stops a mail server and starts it, unless it is stopped on purpose.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">There is none of the name, it is held, or that is not possible.</exception>
    public async Task RestartAsync(string name, CancellationToken cancel)
    {
        var server = servers.FirstOrDefault(one => one.Options.Name == name) ?? throw new IOException($"There is no [mailserver.{name}].");
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (Wanted != HoldMeasures.None)
                throw new IOException("Mail is held; nothing of it is started until it is resumed.");
            await server.RestartAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<MailState> TurnAsync(Action write, CancellationToken cancel, bool letsGo = false)
    {
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            write();
            await EnforceAsync(letsGo, cancel).ConfigureAwait(false);
            if (Wanted == HoldMeasures.None && problems.IsEmpty && servers.All(server => server.Aside == 0))
                wanted.Delete();
            return await StateAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    // One that fails keeps none of the others from its turn; it is tried again at the next one.
    private async Task EnforceAsync(bool letsGo, CancellationToken cancel)
    {
        var now = Wanted;
        problems = new StepProblems(unsaid);
        if (now.HasFlag(HoldMeasures.Filter))
            await problems.TryAsync("", () => FilterAsync(cancel)).ConfigureAwait(false);
        foreach (var server in servers)
            await problems.TryAsync(server.Options.Name, () => now.HasFlag(HoldMeasures.Hold) ? server.HoldAsync(cancel) : ReleaseAsync(server, now, letsGo, cancel)).ConfigureAwait(false);
        if (now.HasFlag(HoldMeasures.Stop))
            foreach (var server in servers)
                await problems.TryAsync(server.Options.Name, () => server.StopAsync(cancel)).ConfigureAwait(false);
        if (!now.HasFlag(HoldMeasures.Filter) && filtered.Exists)
            await problems.TryAsync("", () => UnfilterAsync(cancel)).ConfigureAwait(false);
    }

    private async Task FilterAsync(CancellationToken cancel)
    {
        var isNew = !filtered.Exists;
        if (isNew)
            filtered.Write("");
        try
        {
            await filter.ApplyAsync(cancel).ConfigureAwait(false);
        }
        catch (IOException) when (isNew)
        {
            // It is made in one transaction, or not at all: there is nothing to remove once mail is resumed.
            filtered.Delete();
            throw;
        }
    }

    private async Task UnfilterAsync(CancellationToken cancel)
    {
        await filter.RemoveAsync(cancel).ConfigureAwait(false);
        filtered.Delete();
    }

    // What could not be set aside is not started: it would go all at once.
    private async Task ReleaseAsync(IMailServer server, HoldMeasures now, bool letsGo, CancellationToken cancel)
    {
        await server.ReleaseAsync(cancel).ConfigureAwait(false);
        if (now != HoldMeasures.None)
            return;
        await server.StartAsync(cancel).ConfigureAwait(false);
        if (letsGo && server.Aside > 0)
            await server.LetGoAsync(Math.Max(1, (int)(PerMinute * Interval.TotalMinutes)), cancel).ConfigureAwait(false);
    }

    private async Task<MailState> StateAsync(CancellationToken cancel)
    {
        // What fails only while it is looked at is of this look.
        var found = new StepProblems(unsaid, problems);
        var states = new List<MailServerState>();
        foreach (var server in servers)
        {
            var length = await server.LengthAsync(cancel).ConfigureAwait(false);
            var (isHeld, isRunning) = ((bool?)null, (bool?)null);
            await found.TryAsync(server.Options.Name, async () => isHeld = await server.IsHeldAsync(cancel).ConfigureAwait(false)).ConfigureAwait(false);
            await found.TryAsync(server.Options.Name, async () => isRunning = await server.IsRunningAsync(cancel).ConfigureAwait(false)).ConfigureAwait(false);
            states.Add(new MailServerState(
                server.Options.Name, server.Options.Kind, isHeld, isRunning, QueueLength.Known(length.All), QueueLength.Known(length.New), server.Aside, found[server.Options.Name]));
        }
        var isFiltered = false;
        if (filtered.Exists)
            await found.TryAsync("", async () => isFiltered = await filter.IsThereAsync(cancel).ConfigureAwait(false)).ConfigureAwait(false);
        return new MailState(Wanted, isFiltered, states, found[""]) { IsArmed = IsArmed, PerMinute = PerMinute };
    }
}
