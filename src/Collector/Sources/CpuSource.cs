using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>CPU time by kind, of the machine and of each core, and what else /proc/stat counts: forks, context switches, interrupts and the
/// processes that run or wait for a disk. proc_stat(5).</summary>
/// <remarks>The file costs more to make than all others together, because the kernel sums its interrupts over all cores: it is read once.
/// CPU time is in ticks of 1/100 s (USER_HZ, the same on every architecture Linux gives to user space), so its rate is in percent of one core.</remarks>
internal sealed class CpuSource(CollectorOptions options) : ISource
{
    private const int MaximumCores = 1024;

    private static readonly string[] Kinds = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"];
    private static readonly int[] CoreKinds = [0, 2, 4];
    private const int Idle = 3;
    private const int IoWait = 4;

    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "stat"));
    private readonly ulong[] ticks = new ulong[Kinds.Length];
    private KeyedCounts processes = new("");
    private CpuTime? machine;
    private CpuTime?[] cores = [];

    public string Name => "cpu";

    public void Discover(SeriesCatalog catalog)
    {
        if (!catalog.Requires(file))
            return;
        var found = new CpuTime?[MaximumCores];
        var (count, last) = (0, -1);
        var lines = new Lines(file.Read(catalog.Faults));
        while (lines.Next(out var line))
        {
            if (!TryCore(line, out var core) || core is null)
                continue;
            var number = core.Value;
            found[number] = (number < cores.Length ? cores[number] : null) ?? new CpuTime(CoreKinds);
            found[number]!.Series = [.. CoreKinds.Select(k => Define(catalog, $"cpu.{number}.{Kinds[k]}", Kinds[k], ("core", $"{number}")))];
            (count, last) = (count + 1, Math.Max(last, number));
        }
        cores = found[..(last + 1)];
        machine ??= new CpuTime([.. Enumerable.Range(0, Kinds.Length)]);
        machine.Series = [.. Kinds.Select(k => Define(catalog, $"cpu.{k}", k, ("cores", count == 0 ? null : $"{count}")))];
        processes = new(file.Path,
            ("procs_running", catalog.Define("proc.running", Types.Gauge, "1", "Running"), 1),
            ("procs_blocked", catalog.Define("proc.blocked", Types.Gauge, "1", "Waiting for I/O"), 1),
            ("processes", catalog.Define("proc.forks", Types.Counter, "1/s", "Forks"), 1),
            ("ctxt", catalog.Define("proc.switches", Types.Counter, "1/s", "Context switches"), 1),
            ("intr", catalog.Define("proc.interrupts", Types.Counter, "1/s", "Interrupts"), 1));
    }

    public void Read(ReadingBatch readings)
    {
        if (machine is null)
            return;
        var machineSeen = false;
        var lines = new Lines(file.Read(readings.Faults));
        while (lines.Next(out var line))
        {
            if (!TryCore(line, out var core))
            {
                var fields = new Fields(line);
                if (fields.Next(out var key) && fields.Next(out var text))
                    processes.Take(key, text);
                continue;
            }
            var time = core is null ? machine : core < cores.Length ? cores[core.Value] : null;
            if (time is null)
                continue;
            machineSeen |= core is null;
            if (TryTicks(line))
                time.Add(readings, ticks);
            else
                Unknown(time, readings, "has a line of CPU times that is not 8 numbers.");
        }
        if (!machineSeen)
            Unknown(machine, readings, "has no line of CPU times.");
        processes.Add(readings);
    }

    public void Dispose() => file.Dispose();

    private static SeriesId Define(SeriesCatalog catalog, string name, string kind, (string, string?) attribute) =>
        catalog.Define(name, Types.Counter, "%", kind, attribute);

    private void Unknown(CpuTime time, ReadingBatch readings, string problem)
    {
        time.AddUnknown(readings);
        readings.Faults.Add(file.Path, problem);
    }

    /// <summary>Whether the line has CPU times, and of which core; null is the machine.</summary>
    private static bool TryCore(ReadOnlySpan<byte> line, out int? core)
    {
        core = null;
        if (!line.StartsWith("cpu"u8))
            return false;
        if (!new Fields(line[3..]).Next(out var number) || line.Length > 3 && line[3] == ' ')
            return true;
        core = Fields.TryCount(number, out var parsed) && parsed < MaximumCores ? (int)parsed : null;
        return core is not null;
    }

    private bool TryTicks(ReadOnlySpan<byte> line)
    {
        var fields = new Fields(line);
        fields.Skip(1);
        foreach (ref var tick in ticks.AsSpan())
            if (!fields.NextCount(out tick))
                return false;
        return true;
    }

    /// <summary>CPU time of the machine or of a core.</summary>
    private sealed class CpuTime(int[] kinds)
    {
        /// <summary>Idle and I/O wait may go back by a few ticks (proc_stat(5)): that is no progress, and no new start either.</summary>
        private const ulong StepBack = 1000;

        private readonly ulong[] last = new ulong[Kinds.Length];

        public SeriesId[] Series { get; set; } = [];

        public void Add(ReadingBatch readings, ReadOnlySpan<ulong> ticks)
        {
            for (var i = 0; i < Series.Length; i++)
            {
                var kind = kinds[i];
                var now = ticks[kind];
                if (kind is Idle or IoWait && now < last[kind] && last[kind] - now < StepBack)
                    now = last[kind];
                last[kind] = now;
                readings.AddCount(Series[i], now);
            }
        }

        public void AddUnknown(ReadingBatch readings)
        {
            foreach (var one in Series)
                readings.AddUnknown(one);
        }
    }
}
