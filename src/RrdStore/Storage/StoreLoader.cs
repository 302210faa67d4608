using System.Runtime.ExceptionServices;
using Metrics.RrdStore.Expressions;

namespace Metrics.RrdStore.Storage;

/// <summary>Brings a store back from its files: catalogue, then the logged state of each shard, then the log records after it.</summary>
internal sealed class StoreLoader(
    string directory, StoreOptions options, RowStorage storage, Sealer sealer, Func<SeriesDefinition, Layout> layoutOf)
{
    // Of a series that is there its definition; those that were before it, which a state in the log may name, apart.
    private readonly Dictionary<int, (SeriesInfo Info, uint Version)> series = [];
    private readonly Dictionary<(int Series, uint Version), SeriesDefinition> replaced = [];
    private readonly Dictionary<int, LoggedState> states = [];

    // Of the series that are there, by number.
    private Layout?[] layouts = [];
    private int definedCount;

    /// <summary>The catalogue, once it is open.</summary>
    public Catalog? Catalog { get; private set; }

    /// <summary>The shards.</summary>
    public Shard[] Shards { get; private set; } = [];

    /// <summary>All series.</summary>
    public IEnumerable<SeriesInfo> Series => series.Values.Select(s => s.Info);

    /// <summary>Numbers of series given so far.</summary>
    public int SeriesCount { get; private set; }

    /// <summary>Time of the newest reading; null without one.</summary>
    public DateTimeOffset? LastReading =>
        Shards.SelectMany(s => Enumerable.Range(0, s.Slots).Select(slot => s[slot].LastMicroseconds)).DefaultIfEmpty().Max() is var last and > 0
            ? DateTimeOffset.UnixEpoch.AddMicroseconds(last)
            : null;

    /// <summary>The classes that the catalogue says series used before they were deleted or got another schema.</summary>
    public IEnumerable<RowClass> FormerClasses => replaced.Values.SelectMany(d => layoutOf(d).Columns).Select(c => c.Class);

    /// <summary>Shards whose state is no longer what the log has of it.</summary>
    public HashSet<Shard> Changed { get; } = [];

    /// <summary>Late readings that were logged and not worked in.</summary>
    public LateQueue Late { get; } = new();

    /// <summary>The computed series, with what their inputs had when their states were logged.</summary>
    public Computations Computations { get; } = new();

    /// <summary>What was found wrong, as sentences.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Reads the catalogue.</summary>
    /// <exception cref="StoreFormatException">It is damaged, or has no series while other files of the store have data.</exception>
    public Catalog LoadCatalog()
    {
        var path = Path.Combine(directory, Catalog.Name);
        // Before anything is made or changed.
        if (Catalog.IsNew(options.Disk, path) && LeftData.Find(directory, withLog: true) is { } data)
            throw LeftData.Fault(path, data);
        Catalog = Catalog.Open(options.Disk, directory, (id, info, version) =>
        {
            SeriesCount = Math.Max(SeriesCount, id + 1);
            if (series.Remove(id, out var before))
                replaced[(id, before.Version)] = before.Info.Definition;
            if (info is not null)
                series[id] = (info, version);
        });
        // The log may have readings of series whose definitions were lost with the power; the rows of a series come after its definition.
        if (SeriesCount == 0 && LeftData.Find(directory, withLog: false) is { } rows)
            throw LeftData.Fault(path, rows);
        if (Catalog.Fault is { } fault)
            Faults.Add(fault);
        return Catalog;
    }

    /// <summary>Reads the log and the heads of all chunks, and brings the shards to where they were.</summary>
    public WriteAheadLog LoadLog()
    {
        var logDirectory = Path.Combine(directory, "log");
        var reader = LogReader.Open(options.Disk, logDirectory, (_, _, payload) =>
        {
            var (shard, sequence) = ShardSnapshot.Identify(payload);
            if (!states.TryGetValue(shard, out var state))
                states.Add(shard, state = new LoggedState());
            state.Set(payload, sequence);
        });
        Faults.AddRange(reader.Faults);
        foreach (var segment in reader.DamagedSegments)
            KeepDamaged(segment);
        storage.Load(shard => states.TryGetValue(shard, out var state) ? state.Sequence : 0);
        Faults.AddRange(storage.Faults);

        RestoreShards(reader);
        LoadComputations();
        sealer.Sequence = reader.LastSequence;
        reader.Replay(
            Shards.Select(s => SequenceOf(s.Number)).DefaultIfEmpty().Min(),
            (sequence, type, payload) => ApplyReadings(reader, sequence, type, payload));
        // No other series may get its number, even when these records are gone and come back.
        if (SeriesCount > definedCount)
            Catalog!.Delete(SeriesCount - 1);
        FollowCatalog();
        var files = new LogFiles(options.Disk, logDirectory, options.LogSegmentBytes, reader.Segments, reader.Unused, reader.End);
        // A segment that a failing disk would not let go has no neighbours any more, and looks as if these were lost.
        files.Trim(Shards.Select(s => s.NeededSegment).Append(reader.SegmentAfter(reader.LastSequence)).Min());
        return new WriteAheadLog(files, reader.LastSequence);
    }

    private void LoadComputations()
    {
        foreach (var (id, (info, _)) in series)
        {
            if (info.Definition.Source is not { Type: DataSourceType.Compute, Expression: { } text })
                continue;
            if (!PointExpression.TryParse(text, PointExpression.NumberOf, out var expression, out var fault))
            {
                Faults.Add($"The computed series {info.Name} gets no new rows. {fault}");
                continue;
            }
            var computation = new Computation(id, expression!);
            for (var i = 0; i < computation.Seen.Length; i++)
            {
                var input = expression!.Inputs[i];
                if (series.ContainsKey(input))
                    computation.Seen[i] = Shards[input / Shard.Capacity].OpenPointNumber(input % Shard.Capacity);
                else
                    Faults.Add($"The catalogue has lost series {input}, which {info.Name} is computed from; it counts as unknown.");
            }
            Computations.Set(computation);
        }
    }

    // What was declared or deleted last, and was not logged with the state before the process ended.
    private void FollowCatalog()
    {
        foreach (var shard in Shards)
            for (var slot = 0; slot < shard.Slots; slot++)
            {
                if (!series.TryGetValue(shard.Number * Shard.Capacity + slot, out var current))
                    shard.Remove(slot);
                else if (layouts[shard.Number * Shard.Capacity + slot]! is var layout && shard[slot].Layout != layout)
                {
                    SchemaChange.Seal(shard, slot, sealer);
                    var change = new SchemaChange(shard, slot, layout);
                    change.Apply(current.Version, sealer);
                    if (change.DamagedBlocks > 0)
                        Faults.Add($"{change.DamagedBlocks} damaged blocks were met when {current.Info.Name} was given its new schema; what they should have filled is unknown.");
                    Changed.Add(shard);
                }
            }
    }

    private ulong SequenceOf(int shard) => states.TryGetValue(shard, out var state) ? state.Sequence : 0;

    private void RestoreShards(LogReader reader)
    {
        definedCount = SeriesCount;
        layouts = new Layout?[definedCount];
        foreach (var (id, (info, _)) in series)
            layouts[id] = layoutOf(info.Definition);
        Shards = [.. Enumerable.Range(0, (definedCount + Shard.Capacity - 1) / Shard.Capacity).Select(number => new Shard(number, sealer))];
        InParallel(Shards, RestoreShard);
        foreach (var (number, state) in states.OrderBy(s => s.Key))
        {
            var isKnown = number < Shards.Length;
            var shard = isKnown ? Shards[number] : new Shard(number, sealer);
            // All series of the shards after those may have lost their definitions.
            if (!isKnown)
                state.Restore(shard, (slot, version) => LayoutOf(shard, slot, version));
            state.Late.ForEach(reading => Late.Add(reading));
            if (state.UnknownSlot >= 0)
                SetAside(shard, state);
            shard.NeededSegment = reader.SegmentAfter(state.Sequence);
            shard.LoggedSequence = state.Sequence;
            shard.CloseWindow();
        }
        for (var id = 0; id < layouts.Length; id++)
        {
            var shard = Shards[id / Shard.Capacity];
            var slot = id % Shard.Capacity;
            if (layouts[id] is { } layout && (slot >= shard.Slots || shard[slot].Layout is null))
                shard.Place(slot, layout, series[id].Version);
        }
    }

    // Each for itself: only what all have in common is locked.
    private void RestoreShard(Shard shard)
    {
        shard.Reserve(layouts.AsSpan(shard.Number * Shard.Capacity, Math.Min(Shard.Capacity, definedCount - shard.Number * Shard.Capacity)));
        if (states.TryGetValue(shard.Number, out var state))
            state.Restore(shard, (slot, version) => LayoutOf(shard, slot, version));
    }

    private static void InParallel<T>(T[] items, Action<T> action)
    {
        try
        {
            Parallel.ForEach(items, action);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private Layout? LayoutOf(Shard shard, int slot, uint version)
    {
        var id = shard.Number * Shard.Capacity + slot;
        if (series.TryGetValue(id, out var current) && current.Version == version)
            return layouts[id];
        lock (replaced)
            return replaced.TryGetValue((id, version), out var definition) ? layoutOf(definition) : null;
    }

    // A definition is durable before any state with its series is: this is damage to the end of the catalogue, or one from a backup. How
    // long the state of a series is only its definition tells.
    private void SetAside(Shard shard, LoggedState state)
    {
        var path = Path.Combine(directory, "damaged", $"shard{shard.Number}-{state.Sequence}.state");
        options.Disk.MakeDirectory(Path.GetDirectoryName(path)!);
        using (var file = options.Disk.Open(path, create: true))
        {
            file.Write(state.Payload, 0);
            file.Sync();
        }
        var first = shard.Number * Shard.Capacity + state.UnknownSlot;
        var end = (shard.Number + 1) * Shard.Capacity;
        Faults.Add($"The catalogue has lost the definition of series {first}. What was in memory of series {first} to {end - 1} when their state was "
            + $"logged, their last rows, is set aside in {path}; those that are defined go on from there.");
        // Their rows are in the files: no other series may get a number of theirs.
        SeriesCount = Math.Max(SeriesCount, end);
        if (shard.Number < Shards.Length)
            Changed.Add(shard);
    }

    // The log goes on without a damaged segment, which is soon gone: a copy lets somebody look at what happened. One copy, however often the store is opened.
    private void KeepDamaged(string segment)
    {
        var path = Path.Combine(directory, "damaged", Path.GetFileName(segment));
        if (options.Disk is ReadOnlyDisk || File.Exists(path))
            return;
        try
        {
            options.Disk.MakeDirectory(Path.GetDirectoryName(path)!);
            File.Copy(segment, path);
            Faults.Add($"A copy of {segment} is in {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Faults.Add($"{segment} could not be copied to {path}: {e.Message}");
        }
    }

    private void ApplyReadings(LogReader reader, ulong sequence, LogRecordType type, ReadOnlySpan<byte> payload)
    {
        if (type != LogRecordType.Readings)
            return;
        sealer.Sequence = sequence;
        var source = new ByteSource(payload);
        var id = -1;
        var microseconds = 0L;
        while (!source.IsEmpty)
        {
            ReadingCodec.Read(ref source, ref id, ref microseconds, out var kind, out var bits);
            if ((uint)id >= (uint)definedCount)
            {
                // Its definition was lost with the power, before anything of it was acknowledged.
                SeriesCount = Math.Max(SeriesCount, id + 1);
                continue;
            }
            var shard = Shards[id / Shard.Capacity];
            var slot = id % Shard.Capacity;
            if (sequence <= SequenceOf(shard.Number) || slot >= shard.Slots || shard[slot].Layout is null)
                continue;
            if (shard.NeededSegment == long.MaxValue)
                shard.NeededSegment = reader.SegmentAfter(sequence - 1);
            if (microseconds <= shard[slot].LastMicroseconds)
                Late.Add(Reading.FromBits(new SeriesId(id), microseconds, kind, bits));
            else
                shard.Apply(slot, microseconds, kind, bits);
        }
    }
}
