using System.Collections.Immutable;
using System.Diagnostics;

namespace Metrics.Collector;

/// <summary>Asks every source when it is due, on threads of its own: the thread pool belongs to the web server, and a reading that waits for it is late.</summary>
/// <remarks>The dispatcher's thread hands the sources that are due, those of the shortest step first, to a worker, one after another. A source
/// that takes longer than <see cref="Patience"/> keeps its worker and the next source gets another: it delays the others by so much, once,
/// for next time it is not waited for. There are never more workers than sources, usually one.</remarks>
internal sealed class Dispatcher
{
    /// <summary>Longest wait for a source before the next one gets a thread of its own. A cycle of all sources of a machine takes less than 1 ms.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly ImmutableArray<SourceRun> runs;
    private readonly TimeProvider time;
    private readonly Thread thread;

    // One monitor for all that threads tell each other here: work given, work done, time to look at the clock, time to stop.
    private readonly object gate = new();
    private readonly Stack<Worker> idle = [];
    private bool waiting;
    private bool rung;
    private bool stopping;

    /// <summary>Takes the sources.</summary>
    public Dispatcher(IEnumerable<SourceRun> runs, TimeProvider time)
    {
        this.runs = [.. runs.OrderBy(r => r.Step)];
        this.time = time;
        thread = new Thread(Run) { IsBackground = true, Name = "collector" };
    }

    /// <summary>Whether all that was due has been handed out, and the next due time is waited for.</summary>
    public bool Waiting
    {
        get
        {
            lock (gate)
                return waiting && !rung;
        }
    }

    /// <summary>Asks every source once, and from then on at its due times.</summary>
    public void Start() => thread.Start();

    /// <summary>Stops asking, and waits a while for the sources that are being asked.</summary>
    /// <returns>False when one still is; its thread ends with the process.</returns>
    public bool Stop(TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
            while (runs.Any(r => r.Running))
            {
                var left = patience - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !Monitor.Wait(gate, left))
                    return false;
            }
        }
        return thread.Join(patience);
    }

    private void Run()
    {
        // The system's timers run on the thread pool, and waiting on the monitor is a timer already: only another clock needs one.
        using var alarm = time == TimeProvider.System ? null : time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var start = time.Microseconds();
        foreach (var run in runs)
        {
            run.Schedule.Start(start);
            Hand(run, null);
        }
        while (true)
        {
            var next = long.MaxValue;
            foreach (var run in runs)
            {
                if (run.Schedule.TryTake(time.Microseconds(), out var due))
                {
                    if (run.Running)
                        run.Schedule.Miss();
                    else
                        Hand(run, due);
                }
                next = Math.Min(next, run.Schedule.Due);
            }
            if (!WaitUntil(next, alarm))
                return;
        }
    }

    /// <summary>Waits until the clock says so, or says something quite different.</summary>
    /// <returns>False when it is time to stop.</returns>
    private bool WaitUntil(long next, ITimer? alarm)
    {
        var delay = TimeSpan.FromMicroseconds(Math.Clamp(next - time.Microseconds(), 0, TimeSpan.FromHours(1).Microseconds()));
        // A monitor waits whole milliseconds; rounded down it would wake early and wait again.
        var milliseconds = (int)Math.Ceiling(delay.TotalMilliseconds);
        alarm?.Change(delay, Timeout.InfiniteTimeSpan);
        lock (gate)
        {
            // A clock that was moved before the alarm was set has not rung.
            if (!rung && !stopping && time.Microseconds() < next)
                WaitForBell(milliseconds);
            rung = false;
            return !stopping;
        }
    }

    /// <summary>Waits for <see cref="Ring"/> or the time; workers that are done pulse the monitor too.</summary>
    private void WaitForBell(int milliseconds)
    {
        waiting = true;
        var start = Stopwatch.GetTimestamp();
        while (!rung && !stopping && milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds is > 0 and var left)
            Monitor.Wait(gate, left);
        waiting = false;
    }

    private void Ring()
    {
        lock (gate)
        {
            rung = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Hand(SourceRun run, long? due)
    {
        lock (gate)
        {
            if (stopping)
                return;
            run.Begin();
            if (!idle.TryPop(out var worker))
                worker = new Worker(this);
            worker.Give(run, due);
            Monitor.PulseAll(gate);
            var start = Stopwatch.GetTimestamp();
            var patience = run.LastDuration > Patience ? TimeSpan.Zero : Patience;
            while (worker.Busy && patience - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left && Monitor.Wait(gate, left))
            {
            }
        }
    }

    /// <summary>A thread that asks one source after another.</summary>
    private sealed class Worker
    {
        private readonly Dispatcher dispatcher;
        private SourceRun? run;
        private long? due;

        public Worker(Dispatcher dispatcher)
        {
            this.dispatcher = dispatcher;
            new Thread(Run) { IsBackground = true, Name = "collector worker" }.Start();
        }

        /// <summary>Whether it has work. The caller holds the monitor.</summary>
        public bool Busy => run is not null;

        /// <summary>Gives it work; the caller holds the monitor and pulses it.</summary>
        public void Give(SourceRun run, long? due) => (this.run, this.due) = (run, due);

        private void Run()
        {
            while (Take() is { } work)
            {
                work.Execute(due);
                lock (dispatcher.gate)
                {
                    run = null;
                    dispatcher.idle.Push(this);
                    Monitor.PulseAll(dispatcher.gate);
                }
            }
        }

        private SourceRun? Take()
        {
            lock (dispatcher.gate)
            {
                while (run is null && !dispatcher.stopping)
                    Monitor.Wait(dispatcher.gate);
                return run;
            }
        }
    }
}
