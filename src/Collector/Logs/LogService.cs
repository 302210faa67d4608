using Metrics.Analyzers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Collector;

/// <summary>Reads the logs as they grow, and makes what was read durable once a second.</summary>
internal sealed partial class LogService(LogAnalyzer analyzer, TimeProvider time, ILogger<LogService> logger) : BackgroundService
{
    /// <summary>How soon new lines are seen where nobody is heard to write them.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Nobody knows what it was; it is not said more often than this.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        // It waits for the kernel, so it has a thread of its own.
        Task.Factory.StartNew(() => Follow(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Follow(CancellationToken stoppingToken)
    {
        var committed = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!analyzer.Read())
                    analyzer.Wait(Pause);
                if (time.GetElapsedTime(committed) >= CommitEvery)
                {
                    committed = time.GetTimestamp();
                    analyzer.Commit();
                }
            }
            catch (Exception e)
            {
                LogFailed(e);
                stoppingToken.WaitHandle.WaitOne(PauseAfterFailure);
            }
        }
        analyzer.Commit();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the logs failed; it goes on in a minute with the next lines.")]
    private partial void LogFailed(Exception error);
}
