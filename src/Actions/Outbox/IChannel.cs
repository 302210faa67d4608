namespace Metrics.Actions.Outbox;

/// <summary>A way out of this machine.</summary>
public interface IChannel
{
    /// <summary>Its name in <see cref="OutboxMessage.Way"/>.</summary>
    string Way { get; }

    /// <summary>How long one message may take.</summary>
    TimeSpan Patience { get; }

    /// <summary>Hands a message over, and waits until the other side has taken it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Ends the waiting: when <see cref="Patience"/> is at its end, of who hands over.</param>
    /// <returns>What came of it; that it was not taken is no exception.</returns>
    Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel);
}
