using System.Text;

namespace Metrics.Collector;

/// <summary>Whole disks: /proc/diskstats, Documentation/admin-guide/iostats.rst.</summary>
/// <remarks>A disk is what has a directory in /sys/block, so that partitions are left out; loop devices, RAM disks, optical and floppy drives too, and
/// compressed RAM that nobody uses. A device of the device mapper goes by its mapper name, since its number changes.</remarks>
internal sealed class DiskSource(CollectorOptions options) : ISource
{
    /// <summary>Disks sampled; a fault says when there are more.</summary>
    internal const int MaximumDisks = 1000;

    private static readonly string[] IgnoredPrefixes = ["loop", "ram", "sr", "fd", "nbd"];

    private readonly ProcFile file = new(Path.Combine(options.ProcRoot, "diskstats"));
    private readonly ulong[] counts = new ulong[Disk.Fields];
    private NamedRows<Disk> disks = new([]);

    public string Name => "disks";

    public void Discover(SeriesCatalog catalog)
    {
        var found = new List<(byte[] Name, string Label)>();
        if (file.Exists)
        {
            var lines = new Lines(file.Read(catalog.Faults));
            while (lines.Next(out var line))
            {
                if (!TryParse(line, out var name) || NameOf(name) is not { } label)
                    continue;
                if (found.Count == MaximumDisks)
                {
                    catalog.Faults.Add(file.Path, $"has more than {MaximumDisks} disks; the rest is not sampled.");
                    break;
                }
                found.Add((name.ToArray(), label));
            }
        }
        var keys = SeriesKeys.Of([.. found.Select(d => d.Label)]);
        disks = new([.. found.Select(d => (d.Name, Define(d.Name, d.Label, keys[d.Label], catalog)))]);
    }

    public void Read(ReadingBatch readings)
    {
        if (disks.Count == 0)
            return;
        var lines = new Lines(file.Read(readings.Faults));
        while (lines.Next(out var line))
        {
            var complete = TryParse(line, out var name);
            if (!disks.TryFind(name, out var disk))
                continue;
            if (complete)
            {
                disk.Add(readings, counts);
                continue;
            }
            disk.AddUnknown(readings);
            readings.Faults.Add(file.Path, "has a line of a disk that is not 11 numbers.");
        }
    }

    public void Dispose() => file.Dispose();

    private Disk Define(byte[] name, string label, string key, SeriesCatalog catalog)
    {
        var disk = new Disk(catalog, key, Label.Of(label), Label.Of(name));
        // Latencies come from two readings: a disk that was known keeps its last one.
        if (disks.TryFind(name, out var known))
            disk.Continue(known);
        return disk;
    }

    /// <summary>The name of a disk that is sampled; null for what is none.</summary>
    private string? NameOf(ReadOnlySpan<byte> bytes)
    {
        var name = Encoding.UTF8.GetString(bytes);
        // sysfs writes the slash of names such as cciss/c0d0 as an exclamation mark.
        var directory = Path.Combine(options.SysRoot, "block", name.Replace('/', '!'));
        if (IgnoredPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)) || !Directory.Exists(directory))
            return null;
        if (name.StartsWith("zram", StringComparison.Ordinal) && counts[Disk.Reads] + counts[Disk.Writes] == 0)
            return null;
        return SysText.Read(Path.Combine(directory, "dm/name")) ?? name;
    }

    private bool TryParse(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name)
    {
        name = default;
        var fields = new Fields(line);
        if (!fields.Skip(2) || !fields.Next(out name))
            return false;
        foreach (ref var count in counts.AsSpan())
            if (!fields.NextCount(out count))
                return false;
        return true;
    }
}
