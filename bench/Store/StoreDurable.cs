using System.Diagnostics;
using Metrics.RrdStore;

namespace Metrics.Bench.Store;

/// <summary>Appends batches each of which is durable when the call returns, and in turn with them writes the same bytes without a store.</summary>
/// <param name="Mean">Nanoseconds a reading that the caller waits.</param>
/// <param name="Median">The same of the median batch.</param>
/// <param name="Cpu">CPU nanoseconds a reading of all threads, the writing of the bounds not counted.</param>
/// <param name="Growing">Mean and median nanoseconds a reading of <see cref="DurableBound.Growing"/>.</param>
/// <param name="Written">The same of <see cref="DurableBound.Written"/>.</param>
/// <param name="Direct">The same of <see cref="DurableBound.Direct"/>.</param>
internal sealed record StoreDurable(
    double Mean, double Median, double Cpu, (double Mean, double Median) Growing, (double Mean, double Median) Written, (double Mean, double Median) Direct)
{
    // The first batches find a log whose files are not there yet.
    private const int BatchesBefore = 1_500;
    private const int Batches = 4_000;
    private const int BatchesPerBound = 16;

    // Of a batch in the log.
    private const int BytesPerReading = 8;

    /// <summary>Runs it.</summary>
    /// <param name="directory">An empty directory.</param>
    /// <param name="load">The readings; as many rounds as it takes.</param>
    public static StoreDurable Run(string directory, StoreLoad load)
    {
        var size = Math.Min(load.Series, StoreLoad.BatchSize);
        var perRound = load.Series / size;
        load = load with { Rounds = (BatchesBefore + Batches + perRound - 1) / perRound };
        using var store = RoundRobinStore.Open(Path.Combine(directory, "data"), new StoreOptions { SyncInterval = TimeSpan.Zero });
        var ids = load.Define(store);
        store.Flush();
        using var bound = new DurableBound(directory, size * BytesPerReading);
        // What earlier runs left to write, and files of theirs that went, would be in the way of all four.
        using (var sync = Process.Start("sync"))
            sync.WaitForExit();

        var batch = new Reading[size];
        var times = new List<double>();
        var (cpu, others) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var number = 0; number < BatchesBefore + Batches; number++)
        {
            if (number == BatchesBefore)
            {
                times.Clear();
                (cpu, others) = (Environment.CpuUsage.TotalTime, TimeSpan.Zero);
            }
            var thread = ThreadClock.Now;
            load.Fill(ids, number / perRound, number % perRound * size, batch);
            if (number >= BatchesBefore && number % BatchesPerBound == 0)
                bound.Take();
            others += ThreadClock.Now - thread;
            var start = Stopwatch.GetTimestamp();
            if (store.Append(batch).Accepted != batch.Length)
                throw new InvalidOperationException("The store refuses readings of the benchmark.");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        cpu = Environment.CpuUsage.TotalTime - cpu - others;
        var (mean, median) = Each(times, size);
        return new StoreDurable(
            mean, median, cpu.TotalNanoseconds / Batches / size, Each(bound.Growing, size), Each(bound.Written, size), Each(bound.Direct, size));
    }

    private static (double Mean, double Median) Each(List<double> microseconds, int readings)
    {
        if (microseconds.Count == 0)
            return (double.NaN, double.NaN);
        microseconds.Sort();
        return (microseconds.Average() * 1_000 / readings, microseconds[microseconds.Count / 2] * 1_000 / readings);
    }
}
