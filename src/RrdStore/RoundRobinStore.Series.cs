using System.Collections.Immutable;
using Metrics.RrdStore.Expressions;
using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial class RoundRobinStore
{
    /// <summary>Declares a series: makes it where the name is new, else changes its source, schema and metadata to these. Archives that
    /// stay keep their rows, new and longer ones are filled from the finest that reaches; what a damaged block should have filled is unknown, and
    /// <see cref="Health"/> counts it. What <see cref="Change"/> has made of a series stays while it is declared as it was before: programs
    /// declare their series again at each start.</summary>
    /// <returns>The series, with the id that readings of it carry. A computed one takes none: its points follow those of its inputs within a
    /// second, from the oldest that these have on.</returns>
    /// <exception cref="ArgumentException">The expression of a computed series is wrong, uses what is not there, has another step or keeps no
    /// points, or leads back to the series; another one is computed from the series, which needs its step and points; or an archive has rows
    /// of more than 2^31 seconds. The message says which.</exception>
    /// <exception cref="IOException">The catalogue cannot be written, a row file cannot be read, or memory is full of what the disk refuses; nothing
    /// has changed.</exception>
    public SeriesInfo Define(SeriesDefinition definition)
    {
        PrepareToDeclare(Standing(definition).Definition);
        lock (writer)
        {
            var (standing, declared) = Standing(definition);
            return Declare(standing, declared);
        }
    }

    /// <summary>Gives series another source or schema, one after the other, as <see cref="Define"/> does; each is changed as a whole or not at all.
    /// This lasts until a program declares something else of a series than it did last.</summary>
    /// <returns>How far it came. What is changed is durable when all is done; the same changes once more do what is left.</returns>
    /// <exception cref="ArgumentException">One of the series is not there, or cannot be so; no series is changed.</exception>
    public ChangeOutcome Change(IReadOnlyList<SeriesChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        CheckWritable();
        lock (writer)
            foreach (var change in changes)
                Check(Known(change.Series).Definition with { Source = change.Source, Schema = change.Schema }, out _);
        var changed = 0;
        try
        {
            for (; changed < changes.Count; changed++)
                ChangeOne(changes[changed]);
            SyncCatalogAndLog();
            return new ChangeOutcome(changed, null);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return new ChangeOutcome(changed, e.Message);
        }
    }

    private void ChangeOne(SeriesChange change)
    {
        PrepareToDeclare(Known(change.Series).Definition with { Source = change.Source, Schema = change.Schema });
        lock (writer)
        {
            var known = Known(change.Series);
            var definition = known.Definition with { Source = change.Source, Schema = change.Schema };
            var declared = known.Declared ?? SeriesDeclaration.Of(known.Definition);
            Declare(definition, declared == SeriesDeclaration.Of(definition) ? null : declared);
        }
    }

    // What a declaration comes to where the series was changed since it was declared last.
    private (SeriesDefinition Definition, SeriesDeclaration? Declared) Standing(SeriesDefinition definition) =>
        TryFind(definition.Name, out var known) && known.Declared is { } declared && declared == SeriesDeclaration.Of(definition)
            ? (definition with { Source = known.Definition.Source with { Expression = definition.Source.Expression }, Schema = known.Definition.Schema }, declared)
            : (definition, null);

    // Takes the maintenance, so it comes before the writer is held up.
    private void PrepareToDeclare(SeriesDefinition definition)
    {
        CheckRows(definition);
        PrepareToWrite();
        BoundCatalog();
        if (TryFind(definition.Name, out var before) && (before.Definition.Source, before.Definition.Schema) != (definition.Source, definition.Schema))
            WorkInBefore(before.Id);
    }

    private SeriesInfo Declare(SeriesDefinition definition, SeriesDeclaration? declared)
    {
        lock (writer)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var known = Check(definition, out var expression);
            if (known?.Definition == definition && known.Declared == declared)
                return known;
            // What can fail comes first: the rows, then the catalogue.
            var id = known?.Id.Value ?? seriesCount;
            var layout = LayoutOf(definition);
            var shard = ShardOf(id);
            var slot = id % Shard.Capacity;
            var change = known is not null && shard[slot].Layout != layout ? Prepared(shard, slot, layout) : null;
            var (info, version) = catalog.Define(new SeriesInfo(new SeriesId(id), ForCatalog(definition, expression), declared));
            info = info with { Definition = ForPeople(info.Definition, expression) };
            if (known is null)
                Write(() => shard.Place(slot, layout, version));
            if (change is not null)
            {
                CloseWindow(info.Id);
                Edit(shard, () => change.Apply(version, sealer));
                Interlocked.Add(ref damagedBlocks, change.DamagedBlocks);
            }
            Register(info);
            SetComputation(id, expression);
            return info;
        }
    }

    private SchemaChange Prepared(Shard shard, int slot, Layout layout)
    {
        sealer.Sequence = log.LastSequence;
        Write(() => SchemaChange.Seal(shard, slot, sealer));
        return new SchemaChange(shard, slot, layout);
    }

    // Whether a series can be so.
    private SeriesInfo? Check(SeriesDefinition definition, out PointExpression? expression)
    {
        CheckRows(definition);
        TryFind(definition.Name, out var known);
        if (ComputeFault(definition, known, out expression) is { } fault)
            throw new ArgumentException($"{definition.Name}: {fault}", nameof(definition));
        if (known is not null)
            CheckInput(known, definition.Schema);
        return known;
    }

    /// <summary>Gives a series another name. It keeps its id and everything it has, and stays in the expressions it is in.</summary>
    /// <exception cref="ArgumentException">There is no such series, the name is taken, or it cannot stand in the expressions that the series
    /// is in.</exception>
    /// <exception cref="IOException">The catalogue cannot be written; nothing has changed.</exception>
    public SeriesInfo Rename(SeriesId series, SeriesName name)
    {
        PrepareToWrite();
        BoundCatalog();
        lock (writer)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var info = Known(series);
            if (TryFind(name, out var other))
                return other.Id == series ? info : throw new ArgumentException($"There is a series {name} already.", nameof(name));
            if (UserOf(series) is { } user && !PointExpression.CanName(name.Value))
                throw new ArgumentException(
                    $"{user} is computed from {info.Name}; {name} has a comma, is a number or an operator, and cannot stand in its expression.", nameof(name));
            var expression = computations.Of(series.Value)?.Expression;
            var (renamed, _) = catalog.Define(info with { Definition = ForCatalog(info.Definition with { Name = name }, expression) });
            Forget(info);
            renamed = renamed with { Definition = ForPeople(renamed.Definition, expression) };
            Register(renamed);
            RegisterUsersOf(series);
            return renamed;
        }
    }

    /// <summary>Ends a series. Its rows are not found any more and leave the files with the rows of their time; its id is not given again.</summary>
    /// <exception cref="ArgumentException">There is no such series, or another one is computed from it.</exception>
    /// <exception cref="IOException">The catalogue cannot be written; nothing has changed.</exception>
    public void Delete(SeriesId series)
    {
        PrepareToWrite();
        BoundCatalog();
        WorkInBefore(series);
        lock (writer)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var info = Known(series);
            if (UserOf(series) is { } user)
                throw new ArgumentException($"{user} is computed from {info.Name}; delete that one first.", nameof(series));
            var shard = ShardOf(series.Value);
            catalog.Delete(series.Value);
            Forget(info);
            computations.Remove(series.Value);
            Write(() => shard.Remove(series.Value % Shard.Capacity));
            // Late readings of the others cannot start from a state that has this series.
            if (!dueShards.Contains(shard))
                dueShards.Add(shard);
        }
    }

    /// <summary>Takes a series in with everything that is kept of it elsewhere.</summary>
    /// <returns>The series, and how many rows were left out: all series whose rows are kept alike lose them together, so that what is older than
    /// the oldest one beside the newest of any of them would not stay. The rows become durable in the background, with the next round of
    /// writing; <see cref="Flush"/> does not hurry them.</returns>
    /// <exception cref="ArgumentException">The name is taken by a series that has readings, the archives do not fit the schema, or
    /// <see cref="IsFuture"/>.</exception>
    /// <exception cref="IOException">The catalogue cannot be written.</exception>
    public TakenSeries Import(ImportedSeries imported)
    {
        ArgumentNullException.ThrowIfNull(imported);
        var schema = imported.Definition.Schema;
        if (!schema.Archives.SequenceEqual(imported.Archives.Select(a => a.Definition)))
            throw new ArgumentException($"{imported.Definition.Name}: the archives are not those of the schema.", nameof(imported));
        if (imported.Last.UnixMicroseconds is <= 0 or > uint.MaxValue * 1_000_000L)
            throw new ArgumentException($"{imported.Definition.Name}: the last reading is not between 1970 and 2106.", nameof(imported));
        if (IsFuture(imported))
            throw new ArgumentException($"{imported.Definition.Name}: the last reading is more than a day in the future.", nameof(imported));
        PrepareToDeclare(imported.Definition);
        lock (writer)
        {
            if (TryFind(imported.Definition.Name, out var known) && Copy(known.Id.Value).LastMicroseconds > 0)
                throw new ArgumentException($"The series {known.Name} has readings already.", nameof(imported));
            var info = Declare(imported.Definition, declared: null);
            var shard = ShardOf(info.Id.Value);
            CloseWindow(info.Id);
            ImmutableArray<int> leftOut = [];
            Edit(shard, () => leftOut = SeriesTransfer.Put(imported, shard, info.Id.Value % Shard.Capacity, LatestMicroseconds() / 1_000_000, sealer));
            if (shard.NeededSegment == long.MaxValue)
                shard.NeededSegment = log.SegmentNumber;
            return new TakenSeries(info, leftOut);
        }
    }

    /// <summary>Whether the last reading of a series is more than a day later than now, so that it cannot be imported.</summary>
    public bool IsFuture(ImportedSeries imported)
    {
        ArgumentNullException.ThrowIfNull(imported);
        lock (writer)
            return imported.Last.UnixMicroseconds > LatestMicroseconds();
    }

    /// <summary>Gives a series out with everything that is kept of it. Rows of a damaged block are unknown, and <see cref="Health"/> counts it.</summary>
    /// <exception cref="ArgumentException">There is no such series.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ImportedSeries Export(SeriesId series)
    {
        if (readOnly is null && Info(series.Value)?.Definition.Source.Type == DataSourceType.Compute)
            Compute();
        WorkInBefore(series);
        lock (writer)
        {
            var definition = Known(series).Definition;
            var shard = ShardOf(series.Value);
            var slot = series.Value % Shard.Capacity;
            sealer.Sequence = log.LastSequence;
            Write(() =>
            {
                shard.Settle(slot);
                sealer.Finish(shard.Number);
            });
            var exported = SeriesTransfer.Get(definition, shard, slot, out var damaged);
            Interlocked.Add(ref damagedBlocks, damaged);
            return exported;
        }
    }

    /// <summary>Makes rows outside some limits unknown, in all archives: what is left of a spike.</summary>
    /// <param name="series">The series.</param>
    /// <param name="below">Rows below this become unknown; NaN: none do.</param>
    /// <param name="above">Rows above this become unknown; NaN: none do.</param>
    /// <param name="range">Rows that end after its start, and not after its end.</param>
    /// <returns>For each archive, in the order of the schema, how many rows were looked at and how many became unknown. They are durable
    /// in the background, with the next round of writing; <see cref="Flush"/> does not hurry them. Rows around a damaged block stay as they
    /// are; <see cref="Health"/> counts it.</returns>
    /// <exception cref="ArgumentException">There is no such series.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<ClippedArchive> Clip(SeriesId series, double below, double above, TimeRange range)
    {
        PrepareToWrite();
        WorkInBefore(series);
        lock (writer)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var definition = Known(series).Definition;
            var shard = ShardOf(series.Value);
            CloseWindow(series);
            (IReadOnlyList<ClippedArchive> Archives, int Damaged) result = ([], 0);
            Edit(shard, () => result = SpikeRemoval.Clip(definition, shard, series.Value % Shard.Capacity, below, above, range, sealer));
            Interlocked.Add(ref damagedBlocks, result.Damaged);
            lock (naming)
                Volatile.Write(ref seriesVersion, seriesVersion + 1);
            foreach (var user in computations.UsersOf(series.Value))
                user.NoteChanged(Math.Max(0, range.StartSeconds) / definition.Schema.StepSeconds, Math.Max(0, range.EndSeconds) / definition.Schema.StepSeconds + 1);
            return result.Archives;
        }
    }

    // Its past stays as it is; what its inputs have from now on is computed anew.
    private void SetComputation(int series, PointExpression? expression)
    {
        if (expression is null)
        {
            computations.Remove(series);
            return;
        }
        var computation = new Computation(series, expression);
        for (var i = 0; i < computation.Seen.Length; i++)
            computation.Seen[i] = OpenPoint(expression.Inputs[i]);
        computations.Set(computation);
    }

    private static void CheckRows(SeriesDefinition definition)
    {
        foreach (var archive in definition.Schema.Archives)
            if ((long)archive.StepsPerRow * definition.Schema.StepSeconds > int.MaxValue)
                throw new ArgumentException($"{definition.Name}: {archive} has rows of more than {int.MaxValue:N0} seconds.", nameof(definition));
    }

    // Something that is not in the log: what it seals is valid with the state of the shard that is logged after it, and not without.
    private void Edit(Shard shard, Action change)
    {
        sealer.Sequence = log.LastSequence;
        Write(change);
        // By the next round, so that a thousand changes of a shard come to one state.
        changedShards.Add(shard);
    }
}
