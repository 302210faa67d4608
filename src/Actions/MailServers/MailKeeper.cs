using System.Globalization;

namespace Metrics.Actions.MailServers;

/// <summary>What root keeps up of a hold: what is wanted is on the disk before anything is done, and whatever is otherwise is made so, when it is said, at the start, and
/// every few seconds. After a hold it lets go what was held back, at a limited rate.</summary>
internal sealed class MailKeeper : IDisposable
{
    /// <summary>How often <see cref="KeepAsync"/> is to be called.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly KeptFile wanted;
    private volatile IReadOnlyList<IMailServer> servers;
    private HoldFilter filter;
    private int perMinute;

    // One change at a time.
    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, string> problems = [];

    /// <summary>Knows the mail servers.</summary>
    /// <param name="servers">The mail servers.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="perMinute">How many messages of each are let go in a minute after a hold.</param>
    /// <param name="state">Its directory.</param>
    public MailKeeper(IReadOnlyList<IMailServer> servers, HoldFilter filter, int perMinute, string state)
    {
        (this.servers, this.filter, this.perMinute) = (servers, filter, perMinute);
        wanted = new KeptFile(state, "hold");
    }

    /// <summary>What is to be in force.</summary>
    public HoldMeasures Wanted => wanted.Read() is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var measures) ? (HoldMeasures)measures : HoldMeasures.None;

    /// <summary>Adds a measure, and takes it.</summary>
    public Task<MailState> AddAsync(HoldMeasures measure, CancellationToken cancel) => TurnAsync(() => wanted.Write($"{(int)(Wanted | measure)}"), cancel);

    /// <summary>Ends all measures: mail servers first, so that what was set aside stays so, then the filter.</summary>
    public Task<MailState> LiftAsync(CancellationToken cancel) => TurnAsync(() => wanted.Write("0"), cancel);

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
    /// <param name="perMinute">How many messages of each are let go in a minute after a hold.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task UseAsync(Func<IReadOnlyList<IMailServer>> make, HoldFilter filter, int perMinute, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            (servers, this.filter, this.perMinute) = (make(), filter, perMinute);
        }
        finally
        {
            turn.Release();
        }
    }

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
            if (Wanted == HoldMeasures.None && problems.Count == 0 && servers.All(server => server.Aside == 0))
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
        problems.Clear();
        if (now.HasFlag(HoldMeasures.Filter))
            await TryAsync("", () => filter.ApplyAsync(cancel)).ConfigureAwait(false);
        foreach (var server in servers)
            await TryAsync(server.Options.Name, async () =>
            {
                await (now.HasFlag(HoldMeasures.Hold) ? server.HoldAsync(cancel) : server.ReleaseAsync(cancel)).ConfigureAwait(false);
                if (now != HoldMeasures.None)
                    return;
                await server.StartAsync(cancel).ConfigureAwait(false);
                if (letsGo && server.Aside > 0)
                    await server.LetGoAsync(Math.Max(1, (int)(perMinute * Interval.TotalMinutes)), cancel).ConfigureAwait(false);
            }).ConfigureAwait(false);
        if (now.HasFlag(HoldMeasures.Stop))
            foreach (var server in servers)
                await TryAsync(server.Options.Name, () => server.StopAsync(cancel)).ConfigureAwait(false);
        if (!now.HasFlag(HoldMeasures.Filter) && await filter.IsThereAsync(cancel).ConfigureAwait(false))
            await TryAsync("", () => filter.RemoveAsync(cancel)).ConfigureAwait(false);
    }

    private async Task TryAsync(string name, Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems[name] = e.Message;
        }
    }

    private async Task<MailState> StateAsync(CancellationToken cancel)
    {
        var states = new List<MailServerState>();
        foreach (var server in servers)
        {
            var length = await server.LengthAsync(cancel).ConfigureAwait(false);
            var (isHeld, isRunning) = (false, false);
            await TryAsync(server.Options.Name, async () =>
            {
                isHeld = await server.IsHeldAsync(cancel).ConfigureAwait(false);
                isRunning = await server.IsRunningAsync(cancel).ConfigureAwait(false);
            }).ConfigureAwait(false);
            states.Add(new MailServerState(server.Options.Name, server.Options.Kind, isHeld, isRunning, Known(length.All), Known(length.New), server.Aside,
                problems.GetValueOrDefault(server.Options.Name, "")));
        }
        var isFiltered = false;
        await TryAsync("", async () => isFiltered = await filter.IsThereAsync(cancel).ConfigureAwait(false)).ConfigureAwait(false);
        return new MailState(Wanted, isFiltered, states, problems.GetValueOrDefault("", ""));

        static double? Known(double value) => double.IsNaN(value) ? null : value;
    }
}
