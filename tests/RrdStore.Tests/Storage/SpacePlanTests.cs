using Metrics.RrdStore.Storage;
using Metrics.RrdStore.Tests.Faults;
using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>The space that was promised is kept with the worst of data: numbers that do not compress, series that fall silent, schemas in turns; in the
/// middle of a round too.</summary>
public sealed class SpacePlanTests
{
    private const int SegmentBytes = 1 << 14;

    [Theory, InlineData(1, 0), InlineData(2, 0), InlineData(3, 0), InlineData(4, 0), InlineData(5, 4), InlineData(6, 4)]
    public void The_files_never_take_more_than_the_plan(int seed, int corrections)
    {
        var random = new Random(seed);
        using var directory = new StoreDirectory();
        var disk = new MeasuredDisk(directory.Path);
        using var store = RoundRobinStore.Open(directory.Path, new StoreOptions { Time = directory.Clock, LogSegmentBytes = SegmentBytes, Disk = disk });
        Schema[] schemas = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomSchema(random))];
        SeriesInfo[] series = [.. Enumerable.Range(0, random.Next(1, 12)).Select(i => store.Define(new SeriesDefinition(
            SeriesName.Parse($"s{i}"), new DataSource(DataSourceType.Gauge), schemas[i % schemas.Length], new SeriesMetadata("1"))))];
        var most = series.GroupBy(s => s.Definition.Schema).Sum(group =>
            SpacePlan.Of(group.Key, (double)series.Length / group.Count()) is var plan ? group.Count() * plan.MostBytes + plan.FixedBytes : 0);

        var silent = new bool[series.Length];
        for (var step = 1; step < (corrections > 0 ? 1_200 : 3_000); step++)
        {
            if (random.Next(200) == 0)
                silent[random.Next(silent.Length)] ^= true;
            directory.Clock.Advance(TimeSpan.FromSeconds(10));
            var now = directory.Clock.GetUtcNow().ToUnixTimeSeconds() * 1_000_000;
            if (corrections > 0)
                for (var count = random.Next(corrections); count > 0; count--)
                    store.Append([.. series.Where((_, i) => !silent[i]).Select(s => Reading.Of(
                        s.Id, now - random.NextInt64(1, 1_000) * 10_000_000 + random.Next(1_000_000), random.NextDouble()))]);
            store.Append([.. series.Where((_, i) => !silent[i]).Select(s => Reading.Of(s.Id, now, BitConverter.Int64BitsToDouble(random.NextInt64() >> 2)))]);
            if (step % 7 != 0)
                continue;
            store.Maintain();
            Assert.True(disk.Most("rows") <= most, $"Seed {seed}, step {step}: {disk.Most("rows")} bytes of rows, {most} planned for {series.Length} series.");
            Assert.True(disk.Most("log") <= (long)LogFiles.Most(shards: 1) * SegmentBytes, $"Seed {seed}, step {step}: {disk.Most("log")} bytes of log.");
        }
        // So that it is the files that were measured.
        Assert.InRange(disk.Most("rows"), BytesOf(directory, "rows"), long.MaxValue);
        Assert.Equal(0, store.Health.InvalidReadings);
    }

    [Fact]
    public void A_round_that_corrects_all_of_the_past_keeps_to_the_plan()
    {
        const int rows = 40_000;
        var random = new Random(7);
        using var directory = new StoreDirectory();
        var disk = new MeasuredDisk(directory.Path);
        using var store = RoundRobinStore.Open(directory.Path, new StoreOptions { Time = directory.Clock, Disk = disk });
        var schema = new Schema(10, 20, new ArchiveDefinition(Average, 1, rows), new ArchiveDefinition(Maximum, 2, rows));
        SeriesId[] series = [.. Enumerable.Range(0, 2).Select(i => store.Define(new SeriesDefinition(
            SeriesName.Parse($"s{i}"), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata("1"))).Id)];
        var start = directory.Clock.GetUtcNow().ToUnixTimeSeconds();
        Reading[] Batch(int step) => [.. series.Select(s => Reading.Of(s, (start + step * 10L) * 1_000_000, BitConverter.Int64BitsToDouble(random.NextInt64() >> 2)))];
        directory.Clock.Advance(TimeSpan.FromSeconds(rows * 10));
        for (var step = 1; step <= rows; step++)
        {
            store.Append(Batch(step));
            if (step % 2_000 == 0)
                store.Settle();
        }
        for (var time = 0; time < 2; time++)
        {
            var late = 0;
            for (var step = 1; step < rows; step++)
                late += store.Append(Batch(step)).Late;
            Assert.Equal((rows - 1) * series.Length, late);
            store.Settle();
        }
        var plan = SpacePlan.Of(schema);
        Assert.InRange(disk.Most("rows"), 2 * rows * sizeof(double) * series.Length, series.Length * plan.MostBytes + plan.FixedBytes);
    }

    private static Schema RandomSchema(Random random)
    {
        var archives = new List<ArchiveDefinition> { new(Average, 1, random.Next(10, 600)) };
        if (random.Next(2) == 0)
            archives.Add(new(Maximum, random.Next(2, 7), random.Next(5, 200)));
        if (random.Next(2) == 0)
            archives.Add(new(Minimum, archives[^1].StepsPerRow == 1 ? 5 : archives[^1].StepsPerRow, archives[^1].Rows));
        return new Schema(10, random.Next(10, 60), [.. archives]);
    }

    private static long BytesOf(StoreDirectory directory, string name) =>
        new DirectoryInfo(Path.Combine(directory.Path, name)) is { Exists: true } found ? found.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;
}
