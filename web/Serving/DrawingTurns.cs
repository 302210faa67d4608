using System.Threading.RateLimiting;

namespace Metrics.Web.Serving;

/// <summary>Lets as many draw at a time as there are processors, pictures and pages alike, so that no address can exhaust the machine.</summary>
internal sealed class DrawingTurns : IDisposable
{
    /// <summary>What is said to those who may not even wait.</summary>
    public static readonly Refusal Refused =
        new(StatusCodes.Status503ServiceUnavailable, "Too many pictures are being drawn; try again in a second.") { RetryAfterSeconds = 1 };

    /// <summary>How many may wait; a page asks for a few dozen pictures at once. More are refused, for the queue would only grow.</summary>
    private const int Queue = 256;

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Environment.ProcessorCount,
        QueueLimit = Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for a turn; it lasts until it is disposed of. One that is not acquired means that too many wait already.</summary>
    /// <param name="wanted">Ends the wait of somebody who does not want it any more.</param>
    public ValueTask<RateLimitLease> TakeAsync(CancellationToken wanted) => limiter.AcquireAsync(cancellationToken: wanted);

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
