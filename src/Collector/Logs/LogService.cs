using Metrics.Analyzers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Collector;

/// <summary>Reads the logs as they grow, and makes what was read durable once a second.</summary>
internal sealed partial class LogService(LogAnalyzer analyzer, TimeProvider time, ILogger<LogService> logger) : BackgroundService
{
    /// <summary>How soon new lines are seen.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Nobody knows what it was; it is not said more often than this.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var committed = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = TimeSpan.Zero;
            try
            {
                if (!analyzer.Read())
                    pause = Pause;
                if (time.GetElapsedTime(committed) >= CommitEvery)
                {
                    committed = time.GetTimestamp();
                    analyzer.Commit();
                }
            }
            catch (Exception e)
            {
                LogFailed(e);
                pause = PauseAfterFailure;
            }
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        analyzer.Commit();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the logs failed; it goes on in a minute with the next lines.")]
    private partial void LogFailed(Exception error);
}
