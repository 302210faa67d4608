using System.Diagnostics;
using Metrics.RrdStore;

namespace Metrics.Bench.Store;

/// <summary>Appends a load, with one sync a second, and counts what that takes. Making the readings is not in it.</summary>
/// <param name="Wall">Nanoseconds a reading that the caller waits.</param>
/// <param name="Caller">CPU nanoseconds a reading of the caller.</param>
/// <param name="Cpu">The same of all threads: with it sync, writing and merging of rows in the background, and the collector of garbage.</param>
/// <param name="Allocated">Bytes of memory a reading.</param>
/// <param name="Written">Bytes a reading given to the device by this process.</param>
/// <param name="Device">Bytes a reading written by the device, by whomever; NaN when it is not known.</param>
/// <param name="Memory">Bytes of memory a series, catalogue included, when all is written.</param>
internal sealed record StoreAppend(double Wall, double Caller, double Cpu, double Allocated, double Written, double Device, double Memory)
{
    // What lay idle from one sync to the next is let go.
    private static readonly TimeSpan EndOfRush = TimeSpan.FromSeconds(2.5);

    /// <summary>Runs it.</summary>
    /// <param name="directory">An empty directory.</param>
    /// <param name="load">The readings.</param>
    /// <param name="then">Is called with the store still open.</param>
    public static StoreAppend Run(string directory, StoreLoad load, Action<RoundRobinStore>? then = null)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var store = RoundRobinStore.Open(directory, new StoreOptions { SyncInterval = TimeSpan.FromSeconds(1) });
        var ids = load.Define(store);
        store.Flush();
        var batch = new Reading[StoreLoad.BatchSize];
        TimeSpan wall = default, caller = default, filling = default;
        var (written, device) = (DiskCounters.ProcessBytes(), DiskCounters.DeviceBytes(directory));
        var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        for (var round = 0; round < load.Rounds; round++)
        {
            for (var first = 0; first < load.Series; first += batch.Length)
            {
                var readings = batch.AsSpan(0, Math.Min(batch.Length, load.Series - first));
                var thread = ThreadClock.Now;
                load.Fill(ids, round, first, readings);
                filling += ThreadClock.Now - thread;
                thread = ThreadClock.Now;
                var start = Stopwatch.GetTimestamp();
                if (store.Append(readings).Accepted != readings.Length)
                    throw new InvalidOperationException("The store refuses readings of the benchmark.");
                caller += ThreadClock.Now - thread;
                wall += Stopwatch.GetElapsedTime(start);
            }
        }
        WaitUntilWritten(store);
        var all = Environment.CpuUsage.TotalTime - cpu - filling;
        var newlyAllocated = GC.GetTotalAllocatedBytes() - allocated;
        (written, device) = (DiskCounters.ProcessBytes() - written, DiskCounters.DeviceBytes(directory) - device);
        Thread.Sleep(EndOfRush);
        var result = new StoreAppend(
            wall.TotalNanoseconds / load.Total, caller.TotalNanoseconds / load.Total, all.TotalNanoseconds / load.Total,
            (double)newlyAllocated / load.Total,
            (double)written / load.Total, device / load.Total,
            (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / load.Series);
        then?.Invoke(store);
        return result;
    }

    /// <summary>Waits until the background has nothing left to write.</summary>
    public static void WaitUntilWritten(RoundRobinStore store)
    {
        store.Flush();
        for (var i = 0; store.Health.UnsavedBytes > 0 && i < 1_000; i++)
            Thread.Sleep(20);
        store.Round();
    }
}
