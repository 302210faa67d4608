using System.Collections.Immutable;
using Metrics.RrdStore;

namespace Metrics.Browser.Tests;

/// <summary>Forty days of a hosting server that does not exist: sensors, load, disks and network, with working days, nights, and a gap.</summary>
internal static class MadeUpMachine
{
    private const int Step = 10, Coarse = 300, Day = 86_400, Days = 40, Cores = 8;

    /// <summary>Readings every <see cref="Coarse"/> seconds are enough for the days, and hold until the next; the last minutes have one each step.</summary>
    private static readonly Schema Schema = new(Step, 3 * Coarse,
    [
        .. Rows(Step, Day / 2), .. Rows(Coarse, Days * Day), .. Rows(1_800, 100L * Day), .. Rows(7_200, 400L * Day), .. Rows(Day, 2_000L * Day),
    ]);

    private sealed record Thing(string Name, string Unit, string Label, Func<long, double> Value, params (string, string)[] Facts);

    /// <summary>Fills a store with everything up to now.</summary>
    /// <param name="store">An empty store.</param>
    /// <param name="now">The moment of the newest readings, in seconds since the epoch.</param>
    /// <param name="seconds">How long ago the first are.</param>
    public static void Fill(RoundRobinStore store, long now, long seconds = Days * Day)
    {
        var things = Things(now).ToList();
        var ids = things.Select(thing => store.Define(new SeriesDefinition(SeriesName.Parse(thing.Name), new DataSource(DataSourceType.Gauge), Schema,
            new SeriesMetadata(thing.Unit, thing.Label, thing.Facts.ToImmutableSortedDictionary(fact => fact.Item1, fact => fact.Item2)))).Id).ToList();
        var batch = new Reading[things.Count];
        for (var moment = now - seconds; moment <= now; moment += now - moment > 2 * Coarse ? Coarse : Step)
        {
            // The night of the restart.
            if (now - moment is > 9 * 3_600 and < 10 * 3_600)
                continue;
            for (var i = 0; i < batch.Length; i++)
                batch[i] = Reading.Of(ids[i], moment * 1_000_000, things[i].Value(moment));
            store.Append(batch);
        }
    }

    private static IEnumerable<ArchiveDefinition> Rows(int seconds, long kept) =>
        ((ReadOnlySpan<ConsolidationFunction>)[ConsolidationFunction.Average, ConsolidationFunction.Minimum, ConsolidationFunction.Maximum])
        .ToArray().Select(function => new ArchiveDefinition(function, seconds / Step, (int)(kept / seconds)));

    private static IEnumerable<Thing> Things(long now)
    {
        const double gib = 1L << 30, mbit = 1e6 / 8;
        yield return new("hwmon.coretemp.temp1", "Cel", "CPU package", t => 46 + 14 * Busy(t) + Noise(t, 1), ("crit", "90"));
        yield return new("hwmon.nvme.temp1", "Cel", "NVMe 1", t => 41 + 8 * Busy(t) + Noise(t, 2) / 2, ("crit", "85"));
        yield return new("hwmon.nct6775.temp1", "Cel", "Board", t => 35 + 3 * Busy(t));
        yield return new("hwmon.nct6775.temp2", "Cel", "Inlet air", t => 23 + Busy(t));
        yield return new("hwmon.nct6775.fan1", "{rpm}", "CPU fan", t => 1_200 + 300 * Busy(t) + 10 * Noise(t, 3), ("min", "600"));
        yield return new("hwmon.nct6775.fan2", "{rpm}", "Rear fan", t => 1_050 + 60 * Busy(t) + 8 * Noise(t, 4), ("min", "600"));
        yield return new("hwmon.nct6775.in1", "V", "+12 V", t => 12.1 + Noise(t, 5) / 80);
        foreach (var (name, label, calm) in ((string, string, double)[])[("1m", "1 minute", 0.4), ("5m", "5 minutes", 0.2), ("15m", "15 minutes", 0.05)])
            yield return new($"load.{name}", "1", label, t => Math.Max(0.05, 0.4 + 3 * Busy(t) + calm * Noise(t, 6)), ("cores", $"{Cores}"));
        foreach (var (name, most, least) in ((string, double, double)[])[("user", 280, 30), ("system", 60, 12), ("iowait", 12, 1), ("nice", 1, 0), ("steal", 0, 0)])
            yield return new($"cpu.{name}", "%", name, t => least + most * Busy(t) + least / 8 * Noise(t, 7), ("cores", $"{Cores}"));
        yield return new("mem.used", "By", "used", t => (7.5 + 1.5 * Busy(t)) * gib);
        yield return new("mem.buffers", "By", "buffers", _ => 0.95 * gib);
        yield return new("mem.cached", "By", "cached", t => (13 - Busy(t)) * gib);
        yield return new("mem.total", "By", "total", _ => 31.2 * gib);
        yield return new("swap.used", "By", "used", t => (0.2 + 0.1 * Busy(t)) * gib);
        yield return new("swap.total", "By", "total", _ => 8 * gib);
        yield return new("proc.total", "1", "All", t => 340 + 60 * Busy(t) + Noise(t, 8));
        yield return new("uptime", "s", "Up", t => t - now + 62.0 * Day);
        foreach (var (key, mount, device, size, used, grows) in ((string, string, string, double, double, double)[])
            [
                ("root", "/", "/dev/nvme0n1p2", 189, 118, 0.24), ("srv", "/srv", "/dev/md0", 7_373, 6_042, 14.1), ("var-mail", "/var/mail", "/dev/md1", 934, 356, 0.02),
                ("boot", "/boot", "/dev/nvme0n1p1", 0.93, 0.22, 0),
            ])
        {
            double Used(long t) => (used - grows * (now - t) / Day) * gib;
            (string, string)[] facts = [("mount", mount), ("device", device), ("type", key is "srv" or "var-mail" ? "xfs" : "ext4")];
            yield return new($"fs.{key}.used", "By", mount, Used, facts);
            yield return new($"fs.{key}.free", "By", mount, t => 0.95 * size * gib - Used(t), facts);
            yield return new($"fs.{key}.size", "By", mount, _ => size * gib, facts);
            yield return new($"fs.{key}.inodes.used", "1", mount, t => Used(t) / 60_000, facts);
            yield return new($"fs.{key}.inodes.free", "1", mount, t => (size * gib - Used(t)) / 16_384, facts);
        }
        foreach (var (name, share) in ((string, double)[])[("nvme0n1", 1), ("sda", 0.4)])
        {
            yield return new($"disk.{name}.read", "By/s", "Read", t => share * (2e6 + 3e7 * Math.Pow(Busy(t), 3) + 5e5 * Noise(t, 9)), ("device", name));
            yield return new($"disk.{name}.write", "By/s", "Write", t => share * (4e6 + 9e6 * Busy(t) + 5e5 * Noise(t, 10)), ("device", name));
            yield return new($"disk.{name}.busy", "%", "Busy", t => share * (3 + 20 * Busy(t)), ("device", name));
        }
        foreach (var (name, share, speed) in ((string, double, string?)[])[("eth0", 1, "1000000000"), ("wg0", 0.05, null)])
        {
            (string, string)[] facts = speed is null ? [("interface", name)] : [("interface", name), ("speed", speed)];
            yield return new($"net.{name}.in", "By/s", "In", t => share * mbit * (8 + 50 * Busy(t) + 2 * Noise(t, 11)), facts);
            yield return new($"net.{name}.out", "By/s", "Out", t => share * mbit * (20 + 160 * Busy(t) + 6 * Noise(t, 12)), facts);
            yield return new($"net.{name}.in.packets", "1/s", "In", t => share * (900 + 9_000 * Busy(t)), facts);
            yield return new($"net.{name}.out.packets", "1/s", "Out", t => share * (1_500 + 16_000 * Busy(t)), facts);
            yield return new($"net.{name}.in.errors", "1/s", "Errors in", _ => 0, facts);
            yield return new($"net.{name}.in.drops", "1/s", "Drops in", t => Math.Max(0, Noise(t, 13) - 1.6), facts);
        }
        yield return new("tcp.established", "1", "Established", t => 120 + 600 * Busy(t) + 8 * Noise(t, 14));
    }

    /// <summary>How busy a working week is, 0 to 1: most at three in the afternoon.</summary>
    private static double Busy(long moment)
    {
        var (day, hour) = (moment / Day % 7, moment % Day / 3_600.0);
        var high = Math.Pow(0.5 + 0.5 * Math.Cos((hour - 15) * Math.PI / 12), 1.5);
        return (day is 2 or 3 ? 0.5 : 1) * high + (hour is > 2.2 and < 2.7 ? 0.5 : 0);
    }

    /// <summary>Noise around 0, mostly within 2; the same for the same moment.</summary>
    private static double Noise(long moment, int kind)
    {
        var hash = (ulong)moment / Step * 0x9E3779B97F4A7C15 ^ (ulong)kind * 0xC2B2AE3D27D4EB4F;
        hash = (hash ^ hash >> 31) * 0xBF58476D1CE4E5B9;
        return ((hash >> 16 & 0xFFFF) + (hash >> 32 & 0xFFFF) + (hash >> 48)) / 65_536.0 * 2 - 3;
    }
}
