using System.Collections.Immutable;
using System.Diagnostics;

namespace Metrics.Collector;

/// <summary>Asks every source when it is due, on threads of its own: the thread pool belongs to the web server, and a reading that waits for it is late.</summary>
/// <remarks>The dispatcher's thread queues the sources that are due, and a worker asks one after another. When the worker takes longer than
/// <see cref="Patience"/> for one, another worker goes on with the rest: a source that hangs delays the others by so much once, for what was slow
/// last time stands at the end of the queue. Every worker but one has a source that it is asking, so there are never more than sources and one.</remarks>
internal sealed class Dispatcher
{
    /// <summary>Longest wait for a source before the next one gets a thread of its own. A cycle of all sources of a machine takes less than 1 ms.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly ImmutableArray<SourceRun> runs;
    private readonly TimeProvider time;
    private readonly Thread thread;

    // One monitor for all that threads tell each other here: work given, work done, time to look at the clock, time to stop.
    private readonly object gate = new();
    private readonly Queue<(SourceRun Run, long? Due)> queue = [];
    private long taken;
    private int idle;
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
            while (queue.TryDequeue(out var work))
                work.Run.Withdraw();
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
            Enqueue(run, null);
        }
        do
        {
            EnqueueDue();
            Serve();
        }
        while (WaitForNext(alarm));
    }

    /// <summary>Queues what is due, the slow ones last.</summary>
    private void EnqueueDue()
    {
        var now = time.Microseconds();
        foreach (var slow in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var run in runs)
            {
                if (run.LastDuration > Patience != slow || !run.Schedule.TryTake(now, out var due))
                    continue;
                if (run.Running)
                    run.Schedule.Miss();
                else
                    Enqueue(run, due);
            }
        }
    }

    /// <summary>Waits for the next due time.</summary>
    /// <returns>False when it is time to stop.</returns>
    private bool WaitForNext(ITimer? alarm)
    {
        var next = long.MaxValue;
        foreach (var run in runs)
            next = Math.Min(next, run.Schedule.Due);
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

    private void Enqueue(SourceRun run, long? due)
    {
        lock (gate)
        {
            if (stopping)
                return;
            run.Begin();
            queue.Enqueue((run, due));
        }
    }

    /// <summary>Sees to it that the queue gets shorter until it is empty.</summary>
    private void Serve()
    {
        lock (gate)
        {
            while (queue.Count > 0)
            {
                if (idle > 0)
                {
                    Monitor.PulseAll(gate);
                }
                else
                {
                    idle++;
                    new Thread(Work) { IsBackground = true, Name = "collector worker" }.Start();
                }
                // As long as it takes one after another the worker is well.
                long before;
                do
                {
                    before = taken;
                    Monitor.Wait(gate, Patience);
                }
                while (queue.Count > 0 && taken != before);
            }
        }
    }

    /// <summary>A worker: asks what is in the queue, and then waits for more, unless another one waits already.</summary>
    private void Work()
    {
        Monitor.Enter(gate);
        idle--;
        while (true)
        {
            while (queue.TryDequeue(out var work))
            {
                taken++;
                if (queue.Count == 0)
                    Monitor.PulseAll(gate);
                Monitor.Exit(gate);
                work.Run.Execute(work.Due);
                Monitor.Enter(gate);
            }
            if (stopping || idle > 0)
                break;
            idle++;
            Monitor.Wait(gate);
            idle--;
        }
        // Whoever stops waits for the last source.
        Monitor.PulseAll(gate);
        Monitor.Exit(gate);
    }
}
