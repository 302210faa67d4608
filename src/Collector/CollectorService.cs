using System.Collections.Immutable;
using Metrics.RrdStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Metrics.Collector;

/// <summary>Asks every source for readings when they are due, and writes them to the store.</summary>
public sealed partial class CollectorService : IHostedService, IDisposable
{
    /// <summary>Longest wait at the end for sources that are being asked; the whole program has 5 seconds to stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly ImmutableArray<SourceRun> runs;
    private readonly ReadingSink sink;
    private readonly Dispatcher dispatcher;
    private readonly ILogger logger;
    private bool started;

    /// <summary>Takes the sources of this machine that are not disabled, and those that were added to the host.</summary>
    public CollectorService(
        RoundRobinStore store, TimeProvider time, IOptions<CollectorOptions> options, IEnumerable<ISource> others, ILogger<CollectorService> logger)
        : this(store, time, [.. BuiltInSources.Of(options.Value), .. others.Select(s => new SourceRegistration(s, DefaultSchemas.Of(options.Value.Step)))], logger)
    {
    }

    /// <summary>Takes any sources.</summary>
    internal CollectorService(RoundRobinStore store, TimeProvider time, IEnumerable<SourceRegistration> sources, ILogger logger)
    {
        this.logger = logger;
        sink = new ReadingSink(store);
        runs = [.. sources.Select(s => new SourceRun(s, sink, time, logger))];
        dispatcher = new Dispatcher(runs, time);
    }

    /// <summary>How every source is doing now.</summary>
    public IReadOnlyList<SourceStatus> Status => [.. runs.Select(r => r.Status)];

    /// <summary>Whether nothing is to be done before the next due time, except for sources that are still being asked.</summary>
    internal bool Waiting => dispatcher.Waiting;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        started = true;
        dispatcher.Start();
        return Task.CompletedTask;
    }

    /// <summary>Stops asking; when this ends nothing is written to the store any more.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!started)
            return;
        started = false;
        await Task.Run(Stop, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Lets the files of the sources go. One that still hangs keeps its own until the process ends.</summary>
    public void Dispose()
    {
        if (started)
            Stop();
        foreach (var run in runs)
            if (!run.Running)
                run.Dispose();
    }

    private void Stop()
    {
        if (!dispatcher.Stop(StopPatience))
            LogHanging(string.Join(", ", Status.Where(s => s.Running).Select(s => s.Name)));
        sink.Close();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopped without waiting any longer for the sources that do not answer: {Sources}.")]
    private partial void LogHanging(string sources);
}
