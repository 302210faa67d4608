using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Metrics.Grapher;

namespace Metrics.Web.Endpoints;

/// <summary>Draws pictures: a bounded number at a time, and identical ones that are asked for together only once.</summary>
internal sealed class PictureService(GraphRenderer renderer) : IDisposable
{
    /// <summary>Pictures that may wait; a page asks for a few dozen at once. More are refused, for the queue would only grow.</summary>
    private const int Queue = 256;

    private readonly ConcurrentDictionary<string, Lazy<Task<byte[]?>>> inFlight = new();

    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Environment.ProcessorCount,
        QueueLimit = Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Draws a graph.</summary>
    /// <param name="key">Equal for equal files: address and <c>ETag</c>.</param>
    /// <param name="draw">Makes the file.</param>
    /// <returns>The bytes, or null when too many are asked for at once.</returns>
    public Task<byte[]?> DrawAsync(string key, Func<GraphRenderer, byte[]> draw) =>
        inFlight.GetOrAdd(key, _ => new Lazy<Task<byte[]?>>(() => InTurnAsync(key, draw))).Value;

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();

    private async Task<byte[]?> InTurnAsync(string key, Func<GraphRenderer, byte[]> draw)
    {
        try
        {
            using var lease = await limiter.AcquireAsync();
            return lease.IsAcquired ? await Task.Run(() => draw(renderer)) : null;
        }
        finally
        {
            inFlight.TryRemove(key, out _);
        }
    }
}
