using Metrics.RrdStore.Storage;
using static Metrics.RrdStore.ConsolidationFunction;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>Series that are renamed, changed, deleted and made again for ever: the catalogue stays small and forgets nothing that counts.</summary>
public sealed class CatalogCompactionTests
{
    private const int TolerableGarbage = 512;

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_catalogue_of_changes_without_end_stays_small_and_right(int seed)
    {
        var random = new Random(seed);
        using var directory = new StoreDirectory();
        var store = Open(directory);
        var compactions = 0;
        var length = 0L;
        Dictionary<SeriesId, (SeriesDefinition Definition, List<double> Values)> expected = [];
        var highest = -1;
        for (var step = 1; step < 250; step++)
        {
            Change(store, random, step, expected);
            highest = expected.Keys.Select(id => id.Value).Append(highest).Max();
            directory.Clock.Advance(TimeSpan.FromSeconds(10));
            var now = directory.Clock.GetUtcNow().ToUnixTimeSeconds() / 10 * 10_000_000;
            foreach (var (id, (_, values)) in expected)
            {
                values.Add(step);
                Assert.Equal(1, store.Append([Reading.Of(id, now, step)]).Accepted);
            }
            store.Maintain();
            store.Maintain();
            var bytes = new FileInfo(Path.Combine(directory.Path, "catalog")).Length;
            compactions += bytes < length ? 1 : 0;
            length = bytes;
            Assert.True(bytes <= Catalog.Most(expected.Values.Sum(one => MostBytesOf(one.Definition)) + 64, TolerableGarbage), $"Seed {seed}, step {step}: {bytes} bytes.");
            if (step % 25 != 0)
                continue;
            store.Dispose();
            store = Open(directory);
            // Once the catalogue is written anew nothing says of a schema that is gone that it was there.
            Assert.All(store.Health.Recovery, fault => Assert.Contains("orphans", fault, StringComparison.Ordinal));
            Assert.Equal(expected.Values.Select(one => one.Definition).OrderBy(d => d.Name), store.List().Select(info => info.Definition));
            foreach (var (id, (definition, values)) in expected)
            {
                var rows = store.Export(id).Archives[0].Rows.Where(row => !double.IsNaN(row)).ToArray();
                Assert.Equal(values[^Math.Min(8, values.Count - 1)..], rows[^Math.Min(8, rows.Length)..]);
            }
        }
        Assert.True(compactions > 2, $"{compactions} compactions.");
        var next = store.Define(Definition("new", 20, ""));
        Assert.True(next.Id.Value > highest);
        store.Dispose();
    }

    [Fact]
    public void Changes_that_come_faster_than_the_rounds_keep_to_the_limit()
    {
        using var directory = new StoreDirectory();
        var disk = new Faults.MeasuredDisk(directory.Path);
        using var store = RoundRobinStore.Open(directory.Path, new StoreOptions { Time = directory.Clock, Disk = disk, CatalogGarbageBytes = TolerableGarbage });
        var ids = Enumerable.Range(0, 4).Select(i => store.Define(Definition($"s{i}", 20, "")).Id).ToArray();
        store.Append([.. ids.Select(id => Reading.Of(id, 999_999_990_000_000, 1))]);
        var most = store.MostCatalogBytes;
        for (var i = 0; i < 300; i++)
        {
            // With another schema now and then: the state in the log has to be made anew first.
            store.Define(Definition($"s{i % 4}", i % 3 == 0 ? 10 : 20, $"label {i}"));
            most = Math.Max(most, store.MostCatalogBytes);
        }
        Assert.InRange(disk.Most("catalog"), 2 * TolerableGarbage, most);
    }

    [Fact]
    public void A_plan_has_room_for_the_catalogue_of_its_series()
    {
        using var directory = new StoreDirectory();
        using var store = directory.Open();
        var definition = Definition("s", 10, "") with { Metadata = new SeriesMetadata("By/s", new string('x', 240)) };
        for (var i = 0; i < 50; i++)
            store.Define(definition with { Name = SeriesName.Parse($"{i}".PadLeft(SeriesName.MaximumBytes, 's')) });
        Assert.InRange(store.MostCatalogBytes, 1, SpacePlan.CatalogBytesOf(definition.Schema, 50));
    }

    [Fact]
    public void Damage_to_a_catalogue_that_was_written_at_once_is_refused()
    {
        using var directory = new StoreDirectory();
        using (var store = Open(directory))
        {
            for (var i = 0; i < 100; i++)
            {
                store.Define(Definition("a", 20, $"{i}"));
                store.Define(Definition("b", 20, $"{i}"));
            }
            store.Maintain();
        }
        var path = Path.Combine(directory.Path, "catalog");
        var bytes = File.ReadAllBytes(path);
        Assert.InRange(bytes.Length, 100, 1_000);
        for (var at = 16; at < BitConverter.ToInt64(bytes, 8); at += 5)
        {
            bytes[at] ^= 0x40;
            File.WriteAllBytes(path, bytes);
            Assert.Throws<StoreFormatException>(() => Open(directory));
            bytes[at] ^= 0x40;
        }
        File.WriteAllBytes(path, bytes);
        using var whole = Open(directory);
        Assert.Equal(["a", "b"], whole.List().Select(info => info.Name.Value));
    }

    private static void Change(
        RoundRobinStore store, Random random, int step, Dictionary<SeriesId, (SeriesDefinition Definition, List<double> Values)> expected)
    {
        var old = expected.Count == 0 ? default : expected.ElementAt(random.Next(expected.Count));
        switch (random.Next(expected.Count == 0 ? 1 : 6))
        {
            case 0 when expected.Count < 6:
                var made = store.Define(Definition($"s{step}", 20, ""));
                expected.Add(made.Id, (made.Definition, []));
                break;
            case 1 when expected.Count > 1:
                store.Delete(old.Key);
                expected.Remove(old.Key);
                break;
            case 2:
                expected[old.Key] = (store.Rename(old.Key, SeriesName.Parse($"r{step}")).Definition, old.Value.Values);
                break;
            case 3:
                var longer = Definition(old.Value.Definition.Name.Value, random.Next(20, 60), old.Value.Definition.Metadata.Label);
                expected[old.Key] = (store.Define(longer).Definition, old.Value.Values);
                break;
            case > 3:
                var told = old.Value.Definition with { Metadata = new SeriesMetadata("1", $"{step}") };
                expected[old.Key] = (store.Define(told).Definition, old.Value.Values);
                break;
        }
    }

    private static RoundRobinStore Open(StoreDirectory directory) => RoundRobinStore.Open(
        directory.Path, new StoreOptions { Time = directory.Clock, LogSegmentBytes = 1 << 14, CatalogGarbageBytes = TolerableGarbage });

    private static SeriesDefinition Definition(string name, int rows, string label) => new(
        SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), new Schema(10, 30, new ArchiveDefinition(Average, 1, rows)), new SeriesMetadata("1", label));

    // Worked out by docs/format.md: head, gap, and what a gauge with one archive and a unit of one character has beside name and label.
    private static int MostBytesOf(SeriesDefinition definition) => 8 + 14 + 50 + definition.Name.Value.Length + definition.Metadata.Label.Length;
}
