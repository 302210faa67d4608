using System.Diagnostics;
using Metrics.RrdStore.Storage;

namespace Metrics.Bench.Store;

/// <summary>The least that making a batch durable can take: write(2) and fdatasync(2) of the same bytes into a file that has its size
/// already.</summary>
internal static class DurableBound
{
    private const int Batches = 400;
    private const int FileBytes = 4 << 20;

    /// <summary>Wall nanoseconds for one batch, the median of many.</summary>
    public static double Of(string directory, int bytes)
    {
        var path = Path.Combine(directory, "bound");
        File.WriteAllBytes(path, new byte[FileBytes]);
        var file = new Disk().Open(path, create: false);
        file.Sync();
        var batch = new byte[bytes];
        Random.Shared.NextBytes(batch);
        var times = new double[Batches];
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(batch, (long)i * bytes % (FileBytes - bytes));
            file.Sync();
            times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
        file.Dispose();
        File.Delete(path);
        Array.Sort(times);
        return times[Batches / 2];
    }
}
