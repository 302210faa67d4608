using System.Globalization;

namespace Metrics.Bench.Store;

/// <summary>The readings that every peer gets: one gauge a file, one reading a step, the archives of <see cref="StoreBenchmark"/>.</summary>
/// <param name="Directory">An empty directory for the files.</param>
/// <param name="Series">How many.</param>
/// <param name="Rounds">Readings of each.</param>
internal sealed record PeerLoad(string Directory, int Series, int Rounds)
{
    public const int StepSeconds = 10;

    /// <summary>The archives, as rrdtool's arguments: 10 s, 1 min, 5 min, 1 h of averages and maxima.</summary>
    public static readonly string[] Archives =
    [
        "DS:v:GAUGE:30:U:U",
        "RRA:AVERAGE:0.5:1:8640", "RRA:MAX:0.5:1:8640", "RRA:AVERAGE:0.5:6:10080", "RRA:MAX:0.5:6:10080",
        "RRA:AVERAGE:0.5:30:25920", "RRA:MAX:0.5:30:25920", "RRA:AVERAGE:0.5:360:17520", "RRA:MAX:0.5:360:17520",
    ];

    /// <summary>Before the first reading.</summary>
    public long Start { get; } = DateTimeOffset.Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    public long Readings => (long)Series * Rounds;

    public string File(int series) => Path.Combine(Directory, $"s{series}.rrd");

    public long Time(int round) => Start + (round + 1L) * StepSeconds;

    public static double Value(int series, int round) => (200 + (series + round * (series % 7)) % 63) * 0.125;
}
