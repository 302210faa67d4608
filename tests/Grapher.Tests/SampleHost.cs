using Metrics.RrdStore;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Grapher.Tests;

/// <summary>A store in a directory of its own with series made from formulas, at Thu 2 Apr 2026, 14:35 in Berlin.</summary>
internal sealed class SampleHost : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 4, 2, 12, 35, 0, TimeSpan.Zero);

    private readonly string directory = Path.Combine(Path.GetTempPath(), "metrics-grapher-" + Guid.NewGuid().ToString("N"));

    public SampleHost(string zone = "Europe/Berlin", DateTimeOffset? now = null)
    {
        Time = new FakeTimeProvider(now ?? Now);
        Store = RoundRobinStore.Open(directory, new StoreOptions { Time = Time });
        Renderer = new GraphRenderer(Store, TimeZoneInfo.FindSystemTimeZoneById(zone), Time);
    }

    public FakeTimeProvider Time { get; }

    public RoundRobinStore Store { get; }

    public GraphRenderer Renderer { get; }

    public long NowSeconds => Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Adds a gauge with a value for each step of the last <paramref name="span"/>; NaN is a reading that could not be taken.</summary>
    public SeriesName Add(string name, TimeSpan span, int step, Func<double, double> valueAt, string unit = "1")
    {
        var schema = new Schema(step, 2 * step,
            new(ConsolidationFunction.Average, 1, 200_000),
            new(ConsolidationFunction.Average, 30, 20_000), new(ConsolidationFunction.Minimum, 30, 20_000),
            new(ConsolidationFunction.Maximum, 30, 20_000));
        var series = Store.Define(new(SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata(unit)));
        var end = NowSeconds / step * step;
        var batch = new List<Reading>();
        for (var t = end - (long)span.TotalSeconds; t <= end; t += step)
        {
            var value = valueAt((t - end) / 3600.0);
            batch.Add(double.IsNaN(value) ? Reading.Unknown(series.Id, t * 1_000_000) : Reading.Of(series.Id, t * 1_000_000, value));
        }
        Store.Append([.. batch]);
        return series.Name;
    }

    /// <summary>Lets the store write and merge what it was given, as it does second by second.</summary>
    /// <param name="mostChunks">Until it has no more chunks than so many.</param>
    public void Settle(int mostChunks) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return Store.Health.UnsavedBytes == 0 && Store.Measure().Chunks <= mostChunks;
        },
        TimeSpan.FromSeconds(30)), $"The store still has {Store.Measure().Chunks} chunks.");

    /// <summary>A number from -1 to 1 that depends on the place only.</summary>
    public static double Noise(double place, int seed)
    {
        var bits = (ulong)BitConverter.DoubleToInt64Bits(Math.Round(place * 3600)) * 0x9E3779B97F4A7C15 + (ulong)seed * 0xD1B54A32D192ED03;
        bits ^= bits >> 32;
        bits *= 0xD6E8FEB86659FD93;
        bits ^= bits >> 32;
        return (bits >> 11) / (double)(1UL << 52) - 1;
    }

    /// <summary>Noise without corners: what a busy machine's numbers do from hour to hour.</summary>
    public static double Wander(double hours, int seed, double period)
    {
        var (cell, share) = (Math.Floor(hours / period), hours / period - Math.Floor(hours / period));
        var (a, b) = (Noise(cell, seed), Noise(cell + 1, seed));
        return a + (b - a) * (share * share * (3 - 2 * share));
    }

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
