using Metrics.Actions.MailServers;

namespace Metrics.Actions.Hold;

/// <summary>What root does for a hold. Every call may be repeated: what is so already stays so.</summary>
public interface IMailGuard
{
    /// <summary>Takes a measure, and keeps it up from then on, whether this process runs or not.</summary>
    /// <exception cref="IOException">The guard does not answer.</exception>
    Task<MailState> AddAsync(HoldMeasures measure, CancellationToken cancel);

    /// <summary>Ends all measures.</summary>
    /// <exception cref="IOException">The guard does not answer.</exception>
    Task<MailState> LiftAsync(CancellationToken cancel);

    /// <summary>How the mail of this machine is.</summary>
    /// <exception cref="IOException">The guard does not answer.</exception>
    Task<MailState> LookAsync(CancellationToken cancel);

    /// <summary>Whether a user who is not ours is kept from reaching mail servers elsewhere: it is tried.</summary>
    /// <exception cref="IOException">The guard does not answer.</exception>
    Task<bool> IsClosedAsync(CancellationToken cancel);

    /// <summary>Who has mail in the queues.</summary>
    /// <exception cref="IOException">The guard does not answer.</exception>
    Task<QueueSummary> QueueAsync(CancellationToken cancel);
}
