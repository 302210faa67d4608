using Metrics.Collector;
using Microsoft.Extensions.Options;

namespace Metrics.Web.Live;

/// <summary>Beats when data have come, for all who listen at once: they wait for the same task, and it costs nothing while nobody does.</summary>
internal sealed class DataBeat(CollectorService collector, IOptions<CollectorOptions> collecting, TimeProvider time) : IDisposable
{
    /// <summary>How often the collector is looked at while somebody listens.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private TaskCompletionSource<long> next = NewTask();
    private ITimer? timer;
    private int listeners;
    private long last;

    /// <summary>Listens until the result is disposed of; null when as many listen as may.</summary>
    /// <param name="most">How many may listen.</param>
    public Listener? Listen(int most)
    {
        lock (gate)
        {
            if (listeners >= most)
                return null;
            if (listeners++ == 0)
            {
                last = Newest();
                timer = time.CreateTimer(_ => Beat(), null, Look, Look);
            }
            return new Listener(this);
        }
    }

    /// <summary>How many listen.</summary>
    public int Listeners
    {
        get
        {
            lock (gate)
                return listeners;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            timer?.Dispose();
    }

    private void Beat()
    {
        TaskCompletionSource<long> due;
        lock (gate)
        {
            var newest = Newest();
            // Network interfaces are sampled more often than a page wants to be drawn.
            if (newest - last < (long)collecting.Value.Step.TotalSeconds)
                return;
            (due, next, last) = (next, NewTask(), newest);
        }
        due.SetResult(last);
    }

    /// <summary>When anything was last read, in seconds since the epoch.</summary>
    private long Newest() => collector.Status.Select(source => source.LastReading?.ToUnixTimeSeconds() ?? 0).DefaultIfEmpty(0).Max();

    private void Leave()
    {
        lock (gate)
            if (--listeners == 0)
            {
                timer?.Dispose();
                timer = null;
            }
    }

    private static TaskCompletionSource<long> NewTask() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Somebody who listens.</summary>
    internal sealed class Listener(DataBeat beat) : IDisposable
    {
        private int left;

        /// <summary>The next beat: when the newest reading was, in seconds since the epoch.</summary>
        public Task<long> Next
        {
            get
            {
                lock (beat.gate)
                    return beat.next.Task;
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
                beat.Leave();
        }
    }
}
