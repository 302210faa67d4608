using Metrics.Analyzers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Collector;

/// <summary>Reads the logs as they grow, on a thread of its own, and makes what was read durable once a second.</summary>
internal sealed partial class LogService(LogAnalyzer analyzer, TimeProvider time, ILogger<LogService> logger) : BackgroundService
{
    /// <summary>How soon new lines are seen.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        () => FollowAsync(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task FollowAsync(CancellationToken stop)
    {
        var committed = time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var any = false;
            try
            {
                any = analyzer.Read();
                if (time.GetElapsedTime(committed) >= CommitEvery)
                {
                    committed = time.GetTimestamp();
                    analyzer.Commit();
                }
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
            if (!any)
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        analyzer.Commit();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the logs failed; it goes on with the next lines.")]
    private partial void LogFailed(Exception error);
}
