namespace Metrics.Actions.Outbox;

/// <summary>A way out of this machine.</summary>
public interface IChannel
{
    /// <summary>Its name in <see cref="OutboxMessage.Way"/>.</summary>
    string Way { get; }

    /// <summary>Hands a message over, and waits until the other side has taken it.</summary>
    /// <returns>What came of it; that it was not taken is no exception.</returns>
    Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel);
}
