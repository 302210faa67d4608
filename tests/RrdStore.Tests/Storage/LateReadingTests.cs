using Metrics.RrdStore.CrashWriter;
using Metrics.RrdStore.Tests.Consolidation;

namespace Metrics.RrdStore.Tests.Storage;

/// <summary>Readings out of order and readings that correct others: the store has in the end what one has that was fed in order.</summary>
public sealed class LateReadingTests : IDisposable
{
    private const long Start = 1_000_000_000;

    private const int Cases = 300;

    private static readonly DataSource Gauge = new(DataSourceType.Gauge);
    private static readonly DataSource Counter = new(DataSourceType.Counter);

    private static readonly Schema Wide = new(10, 25, new ArchiveDefinition(ConsolidationFunction.Average, 1, 500),
        new ArchiveDefinition(ConsolidationFunction.Average, 6, 200), new ArchiveDefinition(ConsolidationFunction.Maximum, 6, 200),
        new ArchiveDefinition(ConsolidationFunction.Minimum, 12, 100), new ArchiveDefinition(ConsolidationFunction.Last, 30, 100));

    private readonly StoreDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_shuffled_feed_gives_what_the_sorted_one_gives_to_the_last_bit()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("METRICS_TEST_SEED"), out var given) ? given : 20_261_126;
        for (var seed = first; seed < first + Cases; seed++)
        {
            var test = new RandomCase(seed, forRrdtool: false);
            try
            {
                ShuffleAndCompare(test, new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, {test.Source}, step {test.Schema.StepSeconds}, heartbeat {test.Schema.HeartbeatSeconds}: {e.Message}", e);
            }
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Gauges_from_before_the_log_take_the_place_of_what_was_held_for_them(bool crash)
    {
        SeriesId whole, holed;
        StoreDirectory? copy = null;
        using (var store = directory.Open())
        {
            whole = Define(store, "whole", Gauge, Wide);
            holed = Define(store, "holed", Gauge, Wide);
            for (var i = 0; i <= 400; i++)
                Append(store, i, Of(whole, i), i % 7 == 3 ? null : Of(holed, i));
        }
        using (var store = directory.Open())
        {
            var missing = Enumerable.Range(0, 401).Where(i => i % 7 == 3).Select(i => Of(holed, i)).ToArray();
            new Random(1).Shuffle(missing);
            foreach (var batch in missing.Chunk(20))
                Assert.Equal(new AppendResult(0, batch.Length, 0, 0), store.Append(batch));
            store.Flush();
            if (crash)
                copy = directory.Crashed(store);
            else
                store.Settle();
        }
        using var left = copy;
        using var again = (left ?? directory).Open();
        again.Settle();
        Assert.Equal(0, again.Health.WaitingReadings);
        AssertSame(again, whole, holed, Wide, Start + 4000);
        Assert.Equal(again.FirstKnown(whole), again.FirstKnown(holed));
        Assert.Empty(again.Check().Damages);
    }

    [Fact]
    public void A_gap_is_filled_by_a_backfill_of_a_counter_and_a_lone_reading_of_one_is_counted()
    {
        SeriesId whole, holed;
        using (var store = directory.Open())
        {
            whole = Define(store, "whole", Counter, Wide);
            holed = Define(store, "holed", Counter, Wide);
            for (var i = 0; i <= 400; i++)
                Append(store, i, Count(whole, i), i is > 100 and < 200 ? null : Count(holed, i));
        }
        using var again = directory.Open();
        Assert.Equal(new AppendResult(0, 1, 0, 0), again.Append([Count(holed, 300)]));
        again.Settle();
        Assert.Equal(1, again.Health.LoneReadings);
        // In batches: the last reading of one is the one before the first of the next.
        for (var i = 100; i <= 200; i += 25)
        {
            again.Append([.. Enumerable.Range(i, Math.Min(25, 201 - i)).Select(n => Count(holed, n))]);
            again.Settle();
        }
        Assert.Equal(1, again.Health.LoneReadings);
        AssertSame(again, whole, holed, Wide, Start + 4000);
    }

    [Fact]
    public void Rows_whose_points_are_gone_are_mixed_by_time_and_what_no_archive_reaches_is_refused()
    {
        var narrow = new Schema(10, 25, new ArchiveDefinition(ConsolidationFunction.Average, 1, 50), new ArchiveDefinition(ConsolidationFunction.Average, 6, 50),
            new ArchiveDefinition(ConsolidationFunction.Minimum, 6, 50), new ArchiveDefinition(ConsolidationFunction.Last, 6, 50));
        SeriesId id;
        using (var store = directory.Open())
        {
            id = Define(store, "a", Gauge, narrow);
            for (var i = 0; i <= 290; i++)
                Append(store, i, i is > 8 and < 30 ? null : Of(id, i));
        }
        using var again = directory.Open();
        Assert.Equal(new AppendResult(0, 12, 1, 0), again.Append([Reading.Of(id, (Start - 400) * 1_000_000, 1), .. Enumerable.Range(9, 12).Select(i => Of(id, i))]));
        again.Settle();
        // Start is 40 s into a minute: the rows end at readings 2, 8, 14, 20, 26.
        var rows = new Rows(Start - 40, 60, 5);
        Assert.Equal([double.NaN, 5.5, 11.5, 17.5, double.NaN], Fetch(again, id, ConsolidationFunction.Average, rows));
        Assert.Equal([double.NaN, 3, 9, 15, double.NaN], Fetch(again, id, ConsolidationFunction.Minimum, rows));
        Assert.Equal(20, Fetch(again, id, ConsolidationFunction.Last, rows)[3]);
    }

    [Theory, InlineData("clip"), InlineData("schema"), InlineData("delete"), InlineData("import")]
    public void Late_readings_that_wait_are_worked_in_before_a_change_and_later_ones_start_after_it(string change)
    {
        using var store = directory.Open(syncSeconds: 100_000);
        SeriesId[] ids = [.. new[] { "whole", "holed", "other" }.Select(name => Define(store, name, Counter, Wide))];
        for (var i = 0; i <= 100; i++)
            Append(store, i, Count(ids[0], i), i is 20 ? null : Count(ids[1], i), i is 20 ? null : Count(ids[2], i));
        store.Append([Count(ids[1], 20), Count(ids[2], 20)]);
        var changed = ids[2];
        if (change == "clip")
            store.Clip(changed, double.NaN, 1e9, new TimeRange(Start, Start + 1000));
        else if (change == "schema")
            store.Define(new SeriesDefinition(SeriesName.Parse("other"), Counter, new Schema(10, 60, [.. Wide.Archives]), new SeriesMetadata("1")));
        else if (change == "delete")
            store.Delete(changed);
        else
            store.Import(store.Export(ids[0]) is var series ? series with { Definition = series.Definition with { Name = SeriesName.Parse("copy") } } : null!);
        // The state after a deletion is taken with the next batch.
        Append(store, 101, [.. ids.Where(id => change != "delete" || id != changed).Select(id => (Reading?)Count(id, 101))]);
        store.Settle();
        Append(store, 104, Count(ids[0], 102), Count(ids[0], 103), Count(ids[0], 104), Count(ids[1], 102), Count(ids[1], 104));
        store.Append([Count(ids[1], 103)]);
        store.Settle();
        AssertSame(store, ids[0], ids[1], Wide, Start + 1040);
        Assert.Equal(0, store.Health.LoneReadings);
    }

    // A state is logged some readings after it was taken. Those of them that were late for it are not in it.
    [Fact]
    public void Readings_that_overtake_a_state_on_its_way_to_the_log_do_not_cost_later_ones()
    {
        for (var roundEvery = 2; roundEvery <= 14; roundEvery += 3)
        {
            using var own = new StoreDirectory();
            using var store = own.Open(syncSeconds: 100_000);
            var (whole, holed) = (Define(store, "whole", Counter, Wide), Define(store, "holed", Counter, Wide));
            for (var i = 0; i <= 400; i++)
            {
                own.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + i * 10));
                store.Append(i % 5 == 3 ? [Count(whole, i)] : [Count(whole, i), Count(holed, i)]);
                if (i % 5 == 4)
                    store.Append([Count(holed, i - 1)]);
                if (i % roundEvery == 0)
                    store.Round();
            }
            store.Settle();
            Assert.Equal(0, store.Health.LoneReadings);
            AssertSame(store, whole, holed, Wide, Start + 4000);
        }
    }

    [Fact]
    public void Rows_around_a_damaged_block_stay_as_they_are()
    {
        SeriesId id;
        using (var store = directory.Open())
        {
            id = Define(store, "a", Gauge, Wide);
            for (var i = 0; i <= 400; i++)
                Append(store, i, Of(id, i));
        }
        // A file for each window of 128 rows; one begins with the first row.
        var file = Directory.GetFiles(Path.Combine(directory.Path, "rows", "10x500"), "*.rows").Order().ElementAt(1);
        Flip(file);
        using (var store = directory.Open())
        {
            store.Append([Reading.Of(id, (Start + 2000) * 1_000_000, 800)]);
            store.Settle();
            Assert.True(store.Health.DamagedBlocks > 0);
            // Start is 40 s into a minute: the rows end at readings 2, 8, ... 200. It is not made again from points that cannot be read.
            var minutes = Enumerable.Range(1, 65).Select(i => i * 6 - 0.5).ToArray();
            minutes[32] = (197.5 * 50 + 800 * 10) / 60;
            Assert.Equal(minutes, Fetch(store, id, ConsolidationFunction.Average, new Rows(Start + 20, 60, 65)), (a, b) => Math.Abs(a - b) < 1e-9);
            store.Clip(id, double.NaN, 100, new TimeRange(Start, Start + 4000));
            store.Settle();
        }
        Flip(file);
        using var again = directory.Open();
        Assert.Empty(again.Check().Damages);
        Assert.Equal(
            Enumerable.Range(1, 400).Select(i => i is <= 100 or > 128 and <= 256 ? i : double.NaN),
            Fetch(again, id, ConsolidationFunction.Average, new Rows(Start, 10, 400)));

        static void Flip(string file)
        {
            var bytes = File.ReadAllBytes(file);
            bytes[^12] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact]
    public void Two_crashes_in_a_row_lose_nothing_before_the_first_state_is_logged()
    {
        StoreDirectory first, second;
        using (var store = directory.Open())
        {
            var id = Define(store, "a", Gauge, Wide);
            for (var i = 0; i < 5; i++)
                Append(store, i, Of(id, i));
            store.Flush();
            first = directory.Crashed(store);
        }
        using (first)
        {
            using (var store = first.Open())
            {
                // A segment of its own for what comes now, and a round that lets go what is not needed.
                store.Settle();
                Append(store, 5, Of(new SeriesId(0), 5));
                store.Settle();
                second = first.Crashed(store);
            }
            using (second)
            {
                using var store = second.Open();
                Assert.Equal([1, 2, 3, 4, 5], Fetch(store, new SeriesId(0), ConsolidationFunction.Average, new Rows(Start, 10, 5)));
            }
        }
    }

    [Fact]
    public void Crashes_between_any_rounds_lose_no_late_reading()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            var current = new StoreDirectory();
            current.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Workload.Start + 10_000_000));
            var store = current.Open(syncSeconds: 100_000);
            var round = 0L;
            for (var crash = 0; crash < 8; crash++)
            {
                SeriesId[] ids = [.. Enumerable.Range(0, Workload.SeriesCount).Select(i => store.Define(new SeriesDefinition(
                    Workload.NameOf(i), i % 3 == 0 ? Counter : Gauge, Workload.Schema, new SeriesMetadata("1"))).Id)];
                for (var n = random.Next(1, 150); n > 0; n--)
                {
                    store.Append(Workload.ReadingsOf(ids, round++));
                    if (random.Next(4) == 0)
                        store.Round();
                }
                store.Flush();
                var copy = current.Crashed(store);
                store.Dispose();
                current.Dispose();
                current = copy;
                store = current.Open(syncSeconds: 100_000);
                store.Settle();
                foreach (var id in ids)
                    AssertIsWorkload(store, id, Workload.IsLate(id.Value, round - 1) ? round - 2 : round - 1, $"seed {seed} crash {crash} round {round}");
            }
            Assert.Equal(0, store.Health.LoneReadings);
            store.Dispose();
            current.Dispose();
        }
    }

    private static void AssertIsWorkload(RoundRobinStore store, SeriesId id, long last, string when)
    {
        foreach (var archive in Workload.Schema.Archives)
        {
            var step = archive.StepsPerRow * Workload.Step;
            var closed = last / archive.StepsPerRow;
            var first = Math.Max(0, closed - archive.Rows);
            var values = Fetch(store, id, archive.Function, new Rows(Workload.Start + first * step, step, (int)(closed - first)));
            for (var row = 0; row < values.Length; row++)
            {
                var points = Enumerable.Range(1, archive.StepsPerRow).Select(i => Workload.Value(id.Value, (first + row) * archive.StepsPerRow + i));
                var expected = archive.Function == ConsolidationFunction.Maximum ? points.Max() : points.Average();
                Assert.True(Math.Abs(expected - values[row]) < 1e-9, $"{when}, series {id.Value}, {archive}, row {first + row} of {closed}: {values[row]}, not {expected}");
            }
        }
    }

    // In groups, some of them followed by a round of the background thread; one reading in ten is given wrongly first.
    private static void ShuffleAndCompare(RandomCase test, Random random)
    {
        using var directory = new StoreDirectory();
        directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(1_100_000_000));
        using var store = directory.Open(syncSeconds: 100_000);
        var sorted = Define(store, "sorted", test.Source, test.Schema);
        var shuffled = Define(store, "shuffled", test.Source, test.Schema);
        // The state of a shard is logged every so many readings a series; these series keep that from closing the window.
        for (var i = 0; i < 10; i++)
            Define(store, $"quiet{i}", test.Source, test.Schema);
        store.Append([.. test.Readings.Select(r => Of(sorted, r))]);
        List<Reading> rest = [.. test.Readings.OrderBy(_ => random.Next()).Select(r => Of(shuffled, r))
            .SelectMany(r => random.Next(10) == 0 ? (Reading[])[Reading.Unknown(shuffled, r.UnixMicroseconds), r] : [r])];
        while (rest.Count > 0)
        {
            var count = random.Next(1, rest.Count + 1);
            store.Append([.. rest[..count]]);
            rest.RemoveRange(0, count);
            if (random.Next(3) == 0)
                store.Settle();
        }
        store.Settle();
        AssertSame(store, sorted, shuffled, test.Schema, test.Readings[^1].UnixMicroseconds / 1_000_000);
        // What is beyond all archives is refused and leaves no trace but this one.
        if (store.Health.RefusedReadings == 0)
            Assert.Equal(store.FirstKnown(sorted), store.FirstKnown(shuffled));
    }

    private static void AssertSame(RoundRobinStore store, SeriesId expected, SeriesId actual, Schema schema, long last)
    {
        Assert.Equal(store.Latest(expected), store.Latest(actual));
        foreach (var archive in schema.Archives)
        {
            var step = archive.StepsPerRow * schema.StepSeconds;
            var rows = new Rows(last / step * step - (archive.Rows + 2L) * step, step, archive.Rows + 3);
            Assert.Equal(Fetch(store, expected, archive.Function, rows), Fetch(store, actual, archive.Function, rows));
        }
        var a = store.Export(expected);
        var b = store.Export(actual);
        Assert.Equal(a.Last.UnixMicroseconds, b.Last.UnixMicroseconds);
        Assert.Equal(a.OpenPoint, b.OpenPoint);
        foreach (var (one, other) in a.Archives.Zip(b.Archives))
            Assert.Equal((one.EndSeconds, one.OpenValue, one.OpenUnknown), (other.EndSeconds, other.OpenValue, other.OpenUnknown));
    }

    private void Append(RoundRobinStore store, int i, params Reading?[] readings)
    {
        directory.Clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Start + i * 10));
        store.Append([.. readings.Where(r => r is not null).Select(r => r!.Value)]);
    }

    private static Reading Of(SeriesId id, int i) => Reading.Of(id, (Start + i * 10) * 1_000_000, i);

    private static Reading Count(SeriesId id, int i) => Reading.OfCount(id, (Start + i * 10) * 1_000_000, (ulong)(i * i));

    private static Reading Of(SeriesId id, Reading r) => r.Kind switch
    {
        ReadingKind.Count => Reading.OfCount(id, r.UnixMicroseconds, r.Count),
        ReadingKind.Number => Reading.Of(id, r.UnixMicroseconds, r.Number),
        _ => Reading.Unknown(id, r.UnixMicroseconds),
    };

    private static SeriesId Define(RoundRobinStore store, string name, DataSource source, Schema schema) =>
        store.Define(new SeriesDefinition(SeriesName.Parse(name), source, schema, new SeriesMetadata("1"))).Id;

    private static double[] Fetch(RoundRobinStore store, SeriesId id, ConsolidationFunction function, Rows rows)
    {
        var values = new double[rows.Count];
        store.Fetch(id, function, rows, values);
        return values;
    }
}
