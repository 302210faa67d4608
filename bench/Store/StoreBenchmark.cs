using System.Diagnostics;
using Metrics.RrdStore;

namespace Metrics.Bench.Store;

/// <summary>What a reading costs: time, bytes on disk, memory; what opening and fetching take; and the same of peers.</summary>
internal static class StoreBenchmark
{
    /// <summary>Runs for each number of series given as argument; without one for 1,000 to 1,000,000. The peers come after them, in the same table as ours.</summary>
    public static void Run(string[] arguments)
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}. Four archives of averages and maxima a series.");
        var sizes = arguments.Length > 0 ? arguments.Select(int.Parse).ToArray() : [1_000, 10_000, 100_000, 1_000_000];
        WarmUp();
        // For a while after gigabytes were written the device takes longer: what waits for it comes first.
        var durable = sizes.Select(Durable).ToArray();
        var rows = sizes.Zip(durable, Measure).ToArray();
        Print("One sync a second, ns of CPU a reading",
            ["series", "all threads", "caller", "of it log", "state, rows, sealing", "write, rest", "background", "caller waits", "plain arrays", "times these"],
            rows.Select(r => Cells($"{r.Series:N0}|{r.Relaxed.Cpu:F1}|{r.Relaxed.Caller:F1}|{r.Phases.Log:F1}|{r.Phases.State:F1}|{r.Relaxed.Caller - r.Phases.Log - r.Phases.State:F1}|{r.Relaxed.Cpu - r.Relaxed.Caller:F1}|{r.Relaxed.Wall:F1}|{r.Phases.Store:F1}|{r.Relaxed.Cpu / r.Phases.Store:F1}")));
        Print("Every batch of 1,000 durable, ns a reading: mean (median)",
            ["series", "caller waits", "CPU, all threads", "the same bytes to a file that grows", "over old bytes, fdatasync", "O_DIRECT, O_DSYNC", "times over old bytes"],
            rows.Select(r => Cells($"{r.Series:N0}|{r.Strict.Mean:F0} ({r.Strict.Median:F0})|{r.Strict.Cpu:F0}|{r.Strict.Growing.Mean:F0} ({r.Strict.Growing.Median:F0})|{r.Strict.Written.Mean:F0} ({r.Strict.Written.Median:F0})|{r.Strict.Direct.Mean:F0} ({r.Strict.Direct.Median:F0})|{r.Strict.Mean / r.Strict.Written.Mean:F2} ({r.Strict.Median / r.Strict.Written.Median:F2})")));
        Print("Space, and opening",
            ["series", "memory B a series", "allocated B a reading", "written B a reading", "at the device, all processes", "open, clean, s", "open, killed, s"],
            rows.Select(r => Cells($"{r.Series:N0}|{r.Relaxed.Memory:N0}|{r.Relaxed.Allocated:F2}|{r.Relaxed.Written:F1}|{r.Relaxed.Device:F1}|{r.OpenClean:F2}|{r.OpenKilled:F2}")));
        StoreReading fetch = null!;
        InScratch(directory => fetch = StoreReading.Measure(directory));
        Print("Fetch, warm, µs", ["a day at 5 minutes", "a year at a day", "sum of 100 series, a day at 5 minutes"],
            [Cells($"{fetch.Day:F1}|{fetch.Year:F1}|{fetch.Sum:F0}")]);
        StorePeers.Print([.. rows.Select(r => (r.Series, r.Relaxed.Wall, r.Strict.Mean))], (fetch.Day, fetch.Year));
    }

    // What is measured is compiled, and compiled again by what it was seen doing.
    private static void WarmUp()
    {
        var load = new StoreLoad(1_000, 4_000);
        for (var i = 0; i < 2; i++)
            InScratch(directory => StoreAppend.Run(directory, load));
        StorePhases.Of(load);
    }

    private static StoreDurable Durable(int series)
    {
        StoreDurable result = null!;
        InScratch(directory => result = StoreDurable.Run(directory, StoreLoad.Of(series)));
        return result;
    }

    private static Row Measure(int series, StoreDurable strict)
    {
        var load = StoreLoad.Of(series);
        StoreAppend relaxed = null!;
        var (clean, killed) = (0.0, 0.0);
        InScratch(directory =>
        {
            var data = Path.Combine(directory, "data");
            var copy = Path.Combine(directory, "killed");
            relaxed = StoreAppend.Run(data, load, store => store.WhileStill(() => Copy(data, copy)));
            clean = Open(data);
            killed = Open(copy);
        });
        return new Row(series, relaxed, strict, StorePhases.Of(load), clean, killed);
    }

    private static double Open(string directory)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        using var store = RoundRobinStore.Open(directory);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = File.Create(target);
            source.CopyTo(copy);
        }
    }

    private static string[] Cells(FormattableString cells) => FormattableString.Invariant(cells).Split('|');

    private static void Print(string title, string[] heads, IEnumerable<string[]> rows)
    {
        Console.WriteLine();
        Console.WriteLine($"**{title}**");
        Console.WriteLine();
        Console.WriteLine($"| {string.Join(" | ", heads)} |");
        Console.WriteLine($"|{string.Concat(heads.Select(_ => "---:|"))}");
        foreach (var row in rows)
            Console.WriteLine($"| {string.Join(" | ", row)} |");
    }

    private static void InScratch(Action<string> use)
    {
        var directory = Directory.CreateTempSubdirectory("store-bench-");
        try
        {
            use(directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private sealed record Row(
        int Series, StoreAppend Relaxed, StoreDurable Strict, StorePhases Phases, double OpenClean, double OpenKilled);
}
