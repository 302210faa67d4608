using Metrics.RrdStore;
using Microsoft.Extensions.Logging;

namespace Metrics.Collector;

/// <summary>One source on its way: when it is due, what it said last, how it is doing.</summary>
internal sealed partial class SourceRun : IDisposable
{
    /// <summary>Something new is declared within 50 s and read within 10 s more: a minute.</summary>
    private static readonly TimeSpan DiscoveryInterval = TimeSpan.FromSeconds(50);

    private readonly SourceRegistration registration;
    private readonly ReadingSink sink;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Action<SourceFault> logFault;
    private readonly SeriesCatalog catalog;
    private readonly ReadingBatch batch = new();
    private long? discovered;

    // What Status shows: written by the thread that reads the source, all at once when it is done, and read by any.
    private readonly Lock gate = new();
    private bool running;
    private long startedAt;
    private long readings;
    private TimeSpan lastDuration;
    private DateTimeOffset? lastReading;

    /// <summary>Takes a source and what it needs.</summary>
    public SourceRun(SourceRegistration registration, ReadingSink sink, TimeProvider time, ILogger logger)
    {
        this.registration = registration;
        this.sink = sink;
        this.time = time;
        this.logger = logger;
        logFault = fault => LogFault(registration.Source.Name, fault.Path, fault.Problem);
        catalog = sink.Catalog(registration.Schema);
        Step = TimeSpan.FromSeconds(registration.Schema.StepSeconds);
        Schedule = new Schedule(Step);
    }

    /// <summary>Time between readings.</summary>
    public TimeSpan Step { get; }

    /// <summary>When it is due. Used by the dispatcher only.</summary>
    public Schedule Schedule { get; }

    /// <summary>Whether it is being asked now.</summary>
    public bool Running
    {
        get
        {
            lock (gate)
                return running;
        }
    }

    /// <summary>How long the last reading took; zero before the first.</summary>
    public TimeSpan LastDuration
    {
        get
        {
            lock (gate)
                return lastDuration;
        }
    }

    /// <summary>How it is doing now.</summary>
    public SourceStatus Status
    {
        get
        {
            lock (gate)
            {
                return new SourceStatus(registration.Source.Name, Step, catalog.Count, lastReading, lastDuration, readings, Schedule.Missed, running,
                    catalog.Faults.Current.AddRange(batch.Faults.Current))
                {
                    RunningFor = running ? time.GetElapsedTime(startedAt) : TimeSpan.Zero,
                };
            }
        }
    }

    /// <summary>Marks it as being asked. The dispatcher does this before it queues it, so that no two threads have it.</summary>
    public void Begin()
    {
        lock (gate)
            (running, startedAt) = (true, time.GetTimestamp());
    }

    /// <summary>Takes <see cref="Begin"/> back: it is not going to be asked.</summary>
    public void Withdraw()
    {
        lock (gate)
            running = false;
    }

    /// <summary>Asks the source and writes what it says.</summary>
    /// <param name="due">The due time; null for the first reading, which is taken at once so that counters have a start.</param>
    public void Execute(long? due)
    {
        lock (gate)
            startedAt = time.GetTimestamp();
        try
        {
            if (discovered is null)
                Discover();
            Read(due);
            if (time.GetElapsedTime(discovered!.Value) >= DiscoveryInterval)
                Discover();
        }
        finally
        {
            lock (gate)
            {
                (running, lastDuration) = (false, time.GetElapsedTime(startedAt));
                lastReading = DateTimeOffset.UnixEpoch.AddMicroseconds(batch.UnixMicroseconds);
                readings += batch.Count;
            }
        }
    }

    /// <summary>Lets the source go.</summary>
    public void Dispose() => registration.Source.Dispose();

    private void Discover()
    {
        catalog.Begin();
        try
        {
            registration.Source.Discover(catalog);
        }
        catch (Exception fault)
        {
            catalog.Faults.Add(registration.Source.Name, Problem.Of(fault));
        }
        catalog.End();
        if (catalog.Changed is [var first, ..] changed)
            LogChanged(registration.Source.Name, changed.Count, first);
        catalog.Faults.Settle(time.GetUtcNow(), logFault);
        discovered = time.GetTimestamp();
    }

    private void Read(long? due)
    {
        batch.Begin(due ?? time.Microseconds());
        try
        {
            registration.Source.Read(batch);
        }
        catch (Exception fault)
        {
            batch.Faults.Add(registration.Source.Name, Problem.Of(fault));
        }
        var now = time.Microseconds();
        var stamp = Schedule.Stamp(batch.UnixMicroseconds, now);
        if (stamp != batch.UnixMicroseconds)
            batch.Restamp(stamp);
        sink.Append(batch);
        batch.Faults.Settle(time.GetUtcNow(), logFault);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Source {Source} declares {Count} series, {First} among them, with another schema than before; they are changed to that.")]
    private partial void LogChanged(string source, int count, SeriesName first);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source {Source}: {Path} {Problem} Its values are unknown until that is over.")]
    private partial void LogFault(string source, string path, string problem);
}
