namespace Metrics.Actions.MailServers;

/// <summary>What can be done with a mail server of this machine, by root. Everything may be done twice, and goes on where it was broken off. Queues are never deleted.</summary>
internal interface IMailServer
{
    /// <summary>Its name and kind.</summary>
    MailServerOptions Options { get; }

    /// <summary>Makes it take mail and deliver nothing to other machines.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    Task HoldAsync(CancellationToken cancel);

    /// <summary>Ends a hold. What waits is set aside first, for <see cref="LetGoAsync"/>, so that it does not go all at once.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    Task ReleaseAsync(CancellationToken cancel);

    /// <summary>Stops it with all that works for it.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    Task StopAsync(CancellationToken cancel);

    /// <summary>Starts it, if <see cref="StopAsync"/> has stopped it.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    Task StartAsync(CancellationToken cancel);

    /// <summary>Stops and starts it, as a watchdog does.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    Task RestartAsync(CancellationToken cancel);

    /// <summary>Lets messages go that were set aside.</summary>
    /// <param name="most">How many.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    Task LetGoAsync(int most, CancellationToken cancel);

    /// <summary>Whether it is held.</summary>
    /// <exception cref="IOException">That cannot be said; the message says why.</exception>
    Task<bool> IsHeldAsync(CancellationToken cancel);

    /// <summary>Whether it runs.</summary>
    /// <exception cref="IOException">That cannot be said; the message says why.</exception>
    Task<bool> IsRunningAsync(CancellationToken cancel);

    /// <summary>How many messages were set aside and wait to be let go.</summary>
    int Aside { get; }

    /// <summary>How many messages there are, cheaply.</summary>
    Task<QueueLength> LengthAsync(CancellationToken cancel);

    /// <summary>The queue, message by message.</summary>
    /// <exception cref="IOException">That is not possible; the message says why.</exception>
    Task<IReadOnlyList<QueuedMessage>> QueueAsync(CancellationToken cancel);
}
