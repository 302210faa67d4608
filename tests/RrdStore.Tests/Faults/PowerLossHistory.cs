using Metrics.RrdStore.Storage;
using Metrics.RrdStore.Tests.Consolidation;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>A store at work, all of it from one seed, and what it must know.</summary>
internal sealed class PowerLossHistory : IDisposable
{
    private const long Start = 1_000_000_000;

    private readonly Random random;
    private readonly bool isFailing;
    private readonly TestDisk disk;
    private readonly string directory = Directory.CreateTempSubdirectory("power-").FullName;
    private readonly StillClock clock = new(Start);
    private readonly StoreOptions options;
    private readonly Schema[] schemas;

    // Series come, go and change as often as readings do, so that the catalogue is written anew again and again.
    private readonly bool isRestless;

    // What was asked of the catalogue, and all batches, in order; the first so many of each are acknowledged.
    private readonly List<(SeriesId Id, SeriesDefinition? Definition)> definitions = [];
    private readonly List<Reading[]> batches = [];

    // Of each series that was to get another schema, the fewest points that any of its schemas keeps.
    private readonly Dictionary<SeriesId, int> pointsKept = [];
    private int definitionsKept;
    private int batchesKept;
    private long now = Start * 1_000_000;

    public PowerLossHistory(int seed, bool isFailing = false)
    {
        random = new Random(seed);
        this.isFailing = isFailing;
        isRestless = random.Next(3) == 0;
        disk = new TestDisk(random);
        schemas = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomSchema())];
        options = new StoreOptions
        {
            Time = clock,
            Disk = disk,
            LogSegmentBytes = 1 << random.Next(11, 17),
            CatalogGarbageBytes = 1 << random.Next(5, 10),
            SyncInterval = random.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1),
        };
    }

    /// <summary>Works and loses power, again and again.</summary>
    public void Run(int powerLosses)
    {
        for (; powerLosses > 0; powerLosses--)
        {
            disk.OperationsLeft = random.Next(1, 1 << random.Next(2, 11));
            try
            {
                Work();
            }
            catch (IOException) when (disk.IsOff)
            {
                // Noticed.
            }
            disk.Fault = (_, _) => null;
            disk.RestorePower();
            Verify();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disk.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private void Work()
    {
        using var store = RoundRobinStore.Open(directory, options);
        while (!disk.IsOff)
        {
            if (isFailing && random.Next(10) == 0)
                FailForAWhile();
            try
            {
                if (!Step(store))
                    return;
            }
            catch (IOException) when (!disk.IsOff && isFailing)
            {
                Assert.False(store.Health.IsWell);
                Recover(store);
            }
        }
    }

    private bool Step(RoundRobinStore store)
    {
        switch (random.Next(20))
        {
            case 0:
            case > 6 when isRestless && random.Next(2) == 0:
                ChangeSeries(store);
                return true;
            case < 3:
                store.Flush();
                Acknowledge();
                return true;
            case < 6:
                store.Maintain();
                Acknowledge();
                return true;
            case 6 when random.Next(20) == 0:
                return false;
            default:
                Append(store);
                return true;
        }
    }

    // Some of the next operations fail, in one of three ways.
    private void FailForAWhile()
    {
        var error = random.Next(3) switch { 0 => "No space left on device", 1 => "Input/output error", _ => "Read-only file system" };
        var left = random.Next(1, 30);
        var share = random.Next(1, 4);
        disk.Fault = (operation, path) =>
            operation != DiskOperation.Read && left-- > 0 && random.Next(share) == 0 ? new IOException($"{error} : '{path}'") : null;
    }

    // As soon as the disk is well, so is the store, by itself.
    private void Recover(RoundRobinStore store)
    {
        if (random.Next(3) > 0)
            return;
        disk.Fault = (_, _) => null;
        store.Maintain();
        Acknowledge();
        Assert.True(store.Health.IsWell);
    }

    private void Append(RoundRobinStore store)
    {
        var series = store.List();
        if (series.Count == 0)
        {
            ChangeSeries(store);
            return;
        }
        now += random.Next(8) == 0 ? random.NextInt64(1, 2_000_000_000) : 10_000_000 - now % 10_000_000;
        clock.UnixSeconds = now / 1_000_000;
        Reading[] batch = [.. series.Where(_ => random.Next(10) > 0).Select(s => RandomReading(s.Id))];
        if (batch.Length == 0)
            return;
        batches.Add(batch);
        Assert.Equal(batch.Length, store.Append(batch).Accepted);
        if (options.SyncInterval == TimeSpan.Zero)
            Acknowledge();
    }

    // Whole seconds of the first reading are when a series begins; the plain model knows no other beginning.
    private Reading RandomReading(SeriesId id)
    {
        if (!batches.Any(b => b.Any(r => r.Series == id)))
            now += (1_000_000 - now % 1_000_000) % 1_000_000;
        return random.Next(12) == 0
            ? Reading.Unknown(id, now)
            : Reading.Of(id, now, random.Next(3) == 0 ? random.NextDouble() * 1000 : random.Next(1000));
    }

    private void ChangeSeries(RoundRobinStore store)
    {
        var series = store.List();
        var known = series.Count == 0 ? null : series[random.Next(series.Count)];
        var change = known is null || series.Count < 4 ? 0 : series.Count > 8 ? random.Next(1, 5) : random.Next(5);
        if (change == 0)
        {
            for (var count = random.Next(1, 6); count > 0; count--)
            {
                var definition = new SeriesDefinition(
                    NewName(), new DataSource(DataSourceType.Gauge), schemas[random.Next(schemas.Length)], new SeriesMetadata("1", "a label"));
                // It may be on disk even if the power goes in this moment.
                definitions.Add((new SeriesId(-1), definition));
                Try(() => definitions[^1] = (store.Define(definition).Id, definition));
            }
        }
        else if (change == 1)
        {
            definitions.Add((known!.Id, null));
            Try(() => store.Delete(known.Id));
        }
        else if (change == 2)
        {
            ChangeSchemas(store, [.. series]);
        }
        else
        {
            definitions.Add((known!.Id, known.Definition with { Name = NewName() }));
            Try(() => store.Rename(known.Id, definitions[^1].Definition!.Name));
        }
    }

    // Each is changed as a whole or not at all. Whether the power goes before a change or after it, the points of a series are the same: its
    // step and heartbeat stay.
    private void ChangeSchemas(RoundRobinStore store, SeriesInfo[] series)
    {
        random.Shuffle(series);
        var before = definitions.Count;
        var changes = new List<SeriesChange>();
        foreach (var one in series.Take(random.Next(1, 4)))
        {
            var (source, schema) = (one.Definition.Source, one.Definition.Schema);
            var other = new Schema(schema.StepSeconds, schema.HeartbeatSeconds, RandomSchema().Archives.AsSpan());
            changes.Add(new SeriesChange(one.Id, source, other));
            definitions.Add((one.Id, one.Definition with { Schema = other }));
            pointsKept[one.Id] = Math.Min(pointsKept.GetValueOrDefault(one.Id, schema.Archives[0].Rows), Math.Min(schema.Archives[0].Rows, other.Archives[0].Rows));
        }
        var (changed, fault) = store.Change(changes);
        if (fault is null)
        {
            Acknowledge();
        }
        else if (!disk.IsOff)
        {
            Assert.True(isFailing, fault);
            definitions.RemoveRange(before + changed, changes.Count - changed);
        }
    }

    // Refused by a failing disk, nothing has changed.
    private void Try(Action change)
    {
        try
        {
            change();
        }
        catch (IOException) when (!disk.IsOff && isFailing)
        {
            definitions.RemoveAt(definitions.Count - 1);
        }
    }

    private SeriesName NewName() => SeriesName.Parse($"series{random.NextInt64():x}");

    private void Acknowledge()
    {
        definitionsKept = definitions.Count;
        batchesKept = batches.Count;
    }

    private void Verify()
    {
        var logged = LoggedReadings();
        using var store = RoundRobinStore.Open(directory, options);
        var series = store.List();
        ForgetLostBatches(logged, [.. series.Select(s => Named(store.Export(s.Id).Last, s.Id))]);
        ForgetLostDefinitions(series);
        // Of what was not synced a kernel may have written the later pages and not the earlier ones. That the log has a hole there is told.
        var told = string.Join('\n', store.Health.Recovery);
        Assert.All(store.Check().Damages, damage => Assert.Contains($"{damage.Path}, byte {damage.Offset}: {damage.Problem}", told));
        foreach (var one in series)
        {
            var last = batches.SelectMany(b => b).LastOrDefault(r => r.Series == one.Id);
            Assert.Equal(last.UnixMicroseconds, store.Export(one.Id).Last.UnixMicroseconds);
            VerifyRows(store, one);
        }
    }

    // The catalogue is as it was after some change, none before the last that was acknowledged.
    private void ForgetLostDefinitions(IReadOnlyList<SeriesInfo> found)
    {
        var there = found.Select(s => (s.Name, s.Definition.Schema)).OrderBy(s => s.Name).ToArray();
        for (var count = definitions.Count; count >= definitionsKept; count--)
        {
            var byId = new Dictionary<SeriesId, SeriesDefinition?>();
            foreach (var (id, definition) in definitions.Take(count))
                byId[id] = definition;
            if (!byId.Values.Where(d => d is not null).Select(d => (d!.Name, d.Schema)).OrderBy(d => d.Name).SequenceEqual(there))
                continue;
            definitions.RemoveRange(count, definitions.Count - count);
            if (count > 0 && definitions[^1].Id.Value < 0 && definitions[^1].Definition is { } last)
                definitions[^1] = (found.First(s => s.Name == last.Name).Id, last);
            definitionsKept = count;
            // Readings of what was never defined concern nobody, least of all whoever gets the number.
            var known = definitions.Select(d => d.Id).ToHashSet();
            for (var i = 0; i < batches.Count; i++)
                batches[i] = [.. batches[i].Where(r => known.Contains(r.Series))];
            return;
        }
        Assert.Fail($"{there.Length} series, {string.Join(' ', there)}: not those after any of {definitionsKept} to {definitions.Count} changes.");
    }

    private static Reading Named(Reading reading, SeriesId id) => Reading.FromBits(id, reading.UnixMicroseconds, reading.Kind, reading.Bits);

    private HashSet<Reading> LoggedReadings()
    {
        var found = new HashSet<Reading>();
        LogReader.Open(disk, Path.Combine(directory, "log"), (_, _, _) => { }).Replay(0, (_, type, payload) =>
        {
            var source = new ByteSource(payload);
            var series = -1;
            var microseconds = 0L;
            while (type == LogRecordType.Readings && !source.IsEmpty)
            {
                ReadingCodec.Read(ref source, ref series, ref microseconds, out var kind, out var bits);
                found.Add(Reading.FromBits(new SeriesId(series), microseconds, kind, bits));
            }
        });
        return found;
    }

    // Of those that were not acknowledged some may have reached the log, each as a whole. What is known and not in the log any more was
    // made durable with all before it, and covered by a state.
    private void ForgetLostBatches(HashSet<Reading> logged, HashSet<Reading> last)
    {
        batchesKept = Math.Max(batchesKept, batches.FindLastIndex(b => b.Any(last.Contains) && !b.Any(logged.Contains)) + 1);
        Reading[][] left = [.. batches.Take(batchesKept), .. batches.Skip(batchesKept).Where(b => b.All(logged.Contains))];
        batches.Clear();
        batches.AddRange(left);
        batchesKept = batches.Count;
        now = batches.SelectMany(b => b).Select(r => r.UnixMicroseconds).DefaultIfEmpty(Start * 1_000_000).Max();
    }

    private void VerifyRows(RoundRobinStore store, SeriesInfo series)
    {
        var readings = batches.SelectMany(b => b).Where(r => r.Series == series.Id).ToArray();
        if (readings.Length == 0)
            return;
        var model = new NaiveDatabase(series.Definition.Source, series.Definition.Schema, readings[0].UnixMicroseconds / 1_000_000, withFaultsOfRrdtool: false);
        foreach (var reading in readings.Skip(1))
            model.Update(reading);
        foreach (var archive in series.Definition.Schema.Archives)
        {
            var step = archive.StepsPerRow * series.Definition.Schema.StepSeconds;
            var expected = model.RowsOf(archive);
            var first = expected.Keys.Min() - step;
            var values = new double[expected.Count];
            store.Fetch(series.Id, archive.Function, new Rows(first, step, values.Length), values);
            for (var i = 0; i < values.Length; i++)
            {
                var end = first + (i + 1) * step;
                var right = expected[end];
                // What a change has found is what the shortest of the schemas had kept; before that rows may come from coarser ones.
                if (pointsKept.TryGetValue(series.Id, out var points) && end - step < (now / 1_000_000 / series.Definition.Schema.StepSeconds - points) * series.Definition.Schema.StepSeconds)
                    continue;
                // Rows of a series that has fallen silent leave with the rows of their time.
                if (double.IsNaN(values[i]) && end <= now / 1_000_000 - archive.Rows * step)
                    continue;
                if (double.IsNaN(right) != double.IsNaN(values[i]) || Math.Abs(right - values[i]) > Math.Abs(right) * 1e-9 + 1e-9)
                    Assert.Fail($"{series.Name}, {archive}: row {i} of {values.Length}, which ends at {end}, is {values[i]:R} instead of {right:R}; "
                        + $"now is {now}. {string.Join(' ', store.Health.Recovery)}");
            }
        }
    }

    private Schema RandomSchema()
    {
        var archives = new List<ArchiveDefinition> { new(ConsolidationFunction.Average, 1, random.Next(10, 150)) };
        if (random.Next(2) == 0)
            archives.Add(new(ConsolidationFunction.Maximum, random.Next(2, 7), random.Next(5, 60)));
        if (random.Next(2) == 0)
            archives.Add(new(ConsolidationFunction.Average, random.Next(7, 13), random.Next(5, 40)));
        return new Schema(10, random.Next(10, 60), [.. archives]);
    }
}
