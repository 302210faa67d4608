using Metrics.RrdStore;
using Metrics.Web.Configuration;

namespace Metrics.Web.Serving;

/// <summary>Says in the log when the store cannot be written, and when it can again: each once.</summary>
internal sealed partial class StoreWatch(RoundRobinStore store, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService
{
    // The store tries again all the time; what is over by then is nothing to wake anybody for.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private bool wasFailing;

    /// <summary>Whether the store cannot be written, and not just for a moment.</summary>
    public static bool IsFailing(StoreHealth health, DateTimeOffset now) => health.LastError is not null && now - health.Since >= Grace;

    /// <summary>Looks at how the store does.</summary>
    internal void Look(StoreHealth health, DateTimeOffset now)
    {
        if (IsFailing(health, now) && !wasFailing)
        {
            wasFailing = true;
            LogFailing(health.Since!.Value, ConfigValue.Printable(health.LastError!));
        }
        else if (health.IsWell && wasFailing)
        {
            wasFailing = false;
            LogWell();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Grace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look(store.Health, time.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store cannot be written since {Since:u}; readings wait in memory: {Reason}")]
    private partial void LogFailing(DateTimeOffset since, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store can be written again.")]
    private partial void LogWell();
}
