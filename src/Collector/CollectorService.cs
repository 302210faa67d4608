using Metrics.RrdStore;
using Microsoft.Extensions.Hosting;

namespace Metrics.Collector;

/// <summary>Asks every source for readings when they are due, and writes them to the store.</summary>
public sealed class CollectorService(RoundRobinStore store, TimeProvider time) : BackgroundService
{
    /// <summary>How every source is doing now.</summary>
    public IReadOnlyList<SourceStatus> Status { get; } = [];

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = (store, time);
        return Task.CompletedTask;
    }
}
