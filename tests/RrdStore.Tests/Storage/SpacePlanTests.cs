using Metrics.RrdStore.Storage;
using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>The space that was promised is kept with the worst of data: numbers that do not compress, series that fall silent, schemas in turns.</summary>
public sealed class SpacePlanTests
{
    private const int SegmentBytes = 1 << 14;

    [Theory, InlineData(1, 0), InlineData(2, 0), InlineData(3, 0), InlineData(4, 0), InlineData(5, 4), InlineData(6, 4)]
    public void The_files_never_take_more_than_the_plan(int seed, int corrections)
    {
        var random = new Random(seed);
        using var directory = new StoreDirectory();
        using var store = RoundRobinStore.Open(directory.Path, new StoreOptions { Time = directory.Clock, LogSegmentBytes = SegmentBytes });
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
            Assert.True(BytesOf(directory, "rows") <= most, $"Seed {seed}, step {step}: {BytesOf(directory, "rows")} bytes of rows, {most} planned for {series.Length} series.");
            Assert.True(BytesOf(directory, "log") <= (long)LogFiles.Most(shards: 1) * SegmentBytes, $"Seed {seed}, step {step}: {BytesOf(directory, "log")} bytes of log.");
        }
        Assert.Equal(0, store.Health.InvalidReadings);
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
