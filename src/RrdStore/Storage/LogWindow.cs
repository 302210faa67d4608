using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Storage;

/// <summary>What the log still has of a shard: states fit to start from, and all readings since the first. From these a series is made
/// again with its late readings in their places.</summary>
internal sealed class LogWindow
{
    // The first state serves all series but those changed since and those that had late readings then.
    private const int MostStates = 8;

    private readonly int shardNumber;
    private readonly ulong start;
    private readonly IReadOnlyDictionary<int, ulong> floors;
    private readonly (Layout? Layout, uint Version)[] known;
    private readonly RowCapture capture = new();
    private readonly Dictionary<int, List<(ulong Sequence, Reading Reading)>> readings = [];
    private readonly List<State> states = [];

    // Series that no state so far is fit for.
    private readonly HashSet<int> unserved;
    private ulong firstSequence;

    /// <summary>Prepares for the records of the log.</summary>
    /// <param name="shard">The shard, as it is now.</param>
    /// <param name="floors">By series, the number of the log record before which no state of it is fit to start from.</param>
    public LogWindow(Shard shard, IReadOnlyDictionary<int, ulong> floors)
    {
        shardNumber = shard.Number;
        start = shard.Window.Sequence;
        this.floors = floors;
        unserved = [.. floors.Keys.Where(s => s / Shard.Capacity == shardNumber)];
        known = new (Layout?, uint)[shard.Slots];
        for (var slot = 0; slot < known.Length; slot++)
            known[slot] = (shard[slot].Layout, shard[slot].Version);
        // All readings since the first are in the log.
        if (start == 0)
            states.Add(new State(0, new Shard(shardNumber, capture), [], []));
    }

    /// <summary>Says which record of the log is the first, at the start or after some that are missing: nothing from before is of use.</summary>
    public void Begin(ulong sequence)
    {
        var isStart = firstSequence == 0;
        firstSequence = sequence;
        if (isStart && sequence <= start + 1)
            return;
        states.Clear();
        readings.Clear();
    }

    /// <summary>Takes a reading with the number of its log record.</summary>
    public void Take(ulong sequence, in Reading reading)
    {
        var series = reading.Series.Value;
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(readings, series, out _);
        (list ??= []).Add((sequence, reading));
        var isOvertaken = false;
        foreach (var state in states)
            if (reading.UnixMicroseconds <= LastOf(state.Shard, series))
                isOvertaken |= state.Unfit.Add(series);
        if (isOvertaken && !states.Exists(state => IsFit(state, series)))
            unserved.Add(series);
    }

    /// <summary>Takes a logged state of the shard.</summary>
    public void TakeState(ulong sequence, ReadOnlySpan<byte> payload)
    {
        if (sequence < start || sequence + 1 < firstSequence || states.Count == MostStates)
            return;
        if (states.Count > 0 && !unserved.Any(s => floors.GetValueOrDefault(s) <= sequence))
            return;
        var shard = new Shard(shardNumber, capture);
        HashSet<int> late = [];
        var unknown = ShardSnapshot.Restore(
            shard, payload, (slot, version) => slot < known.Length && known[slot].Version == version ? known[slot].Layout : null, r => late.Add(r.Series.Value));
        // A series was changed or deleted since; a later state will do.
        if (unknown >= 0)
            return;
        // What waited then was worked in later, and would be missing; so would be what came on the way of the state to the log.
        var state = new State(sequence, shard, late, [.. late.Concat(readings.Keys.Where(s => IsOvertaken(s, sequence, shard, [])))]);
        if (states.Count == 0)
            unserved.UnionWith(state.Unfit);
        states.Add(state);
        unserved.RemoveWhere(s => IsFit(state, s));
    }

    /// <summary>Time of the last reading in the state to start from: later ones can be put in order. Null: there is no such state.</summary>
    /// <param name="series">The series.</param>
    /// <param name="floor">The log record before which no state of it is fit, as it is now.</param>
    /// <param name="waiting">The readings of it that are to be worked in.</param>
    public long? Start(int series, ulong floor, IEnumerable<Reading> waiting) =>
        StateOf(series, floor, waiting) is { Shard: var shard } ? LastOf(shard, series) : null;

    /// <summary>Makes a series again from the readings in the order of time, and puts it in the place of what is there.</summary>
    /// <param name="series">A series with a <see cref="Start"/>.</param>
    /// <param name="floor">The log record before which no state of it is fit, as it is now.</param>
    /// <param name="waiting">The readings of it that are to be worked in.</param>
    /// <param name="shard">Its shard.</param>
    /// <param name="columns">Its rows; takes those that become others.</param>
    /// <returns>False when the log has not all; nothing is changed then.</returns>
    public bool Rebuild(int series, ulong floor, IEnumerable<Reading> waiting, Shard shard, ColumnRows[] columns)
    {
        var slot = series % Shard.Capacity;
        ref var live = ref shard[slot];
        var (sequence, state) = StateOf(series, floor, waiting)!.Value;
        if (state.Slots <= slot || state[slot].Layout is null)
            state.Place(slot, live.Layout!, live.Version);
        if (state[slot].Layout != live.Layout)
            return false;
        capture.Begin(series);
        var first = FirstRows(state, slot);
        foreach (var reading in InOrder(series, sequence, state[slot].LastMicroseconds))
        {
            state.Apply(slot, reading.UnixMicroseconds, reading.Kind, reading.Bits);
            first ??= FirstRows(state, slot);
        }
        state.Settle(slot);
        ref var made = ref state[slot];
        if (first is null || made.LastMicroseconds != live.LastMicroseconds)
            return false;
        for (var i = 0; i < columns.Length; i++)
        {
            var column = state.Memory.Columns[made.ColumnBase + i];
            var rows = state.Memory.Hot.AsSpan(made.HotBase + columns[i].Column.HotOffset, column.HotCount).ToArray();
            var definition = made.Layout!.Columns[i];
            Put(columns[i], first[i], [.. capture.Rows.Where(r => r.Column == definition).Select(r => (r.FirstRow, r.Rows)), (column.OpenRowNumber - rows.Length, rows)]);
            (columns[i].State.OpenValue, columns[i].State.OpenUnknown) = (column.OpenValue, column.OpenUnknown);
        }
        live = made with { Layout = live.Layout, Version = live.Version, ColumnBase = live.ColumnBase, HotBase = live.HotBase };
        return true;
    }

    // What was late for a state, and was worked in meanwhile, is in no row of that state, and would be lost. What waits comes on top.
    private (ulong Sequence, Shard Shard)? StateOf(int series, ulong floor, IEnumerable<Reading> waiting)
    {
        var times = waiting.Select(r => r.UnixMicroseconds).ToHashSet();
        foreach (var state in states)
            if (state.Sequence >= floor && !state.Late.Contains(series) && !IsOvertaken(series, state.Sequence, state.Shard, times))
                return (state.Sequence, state.Shard);
        return null;
    }

    private bool IsFit(State state, int series) => floors.GetValueOrDefault(series) <= state.Sequence && !state.Unfit.Contains(series);

    // Whether the log has readings after a state that were late for it.
    private bool IsOvertaken(int series, ulong sequence, Shard state, HashSet<long> waiting)
    {
        var last = LastOf(state, series);
        return readings.TryGetValue(series, out var all) && all.Exists(r =>
            r.Sequence > sequence && r.Reading.UnixMicroseconds <= last && !waiting.Contains(r.Reading.UnixMicroseconds));
    }

    private static long LastOf(Shard state, int series) =>
        state.Slots > series % Shard.Capacity ? state[series % Shard.Capacity].LastMicroseconds : 0;

    // Of several readings of one time the one that came last counts.
    private IEnumerable<Reading> InOrder(int series, ulong afterSequence, long after) => readings.GetValueOrDefault(series, [])
        .Where(r => r.Sequence > afterSequence && r.Reading.UnixMicroseconds > after)
        .Select(r => r.Reading)
        .GroupBy(r => r.UnixMicroseconds)
        .OrderBy(g => g.Key)
        .Select(g => g.Last());

    // Where the rows of each column begin that follow from the state; null before the first reading.
    private static long[]? FirstRows(Shard state, int slot)
    {
        ref var series = ref state[slot];
        if (series.LastMicroseconds == 0)
            return null;
        var first = new long[series.Layout!.Columns.Length];
        for (var i = 0; i < first.Length; i++)
        {
            ref var column = ref state.Memory.Columns[series.ColumnBase + i];
            first[i] = column.OpenRowNumber - column.HotCount;
        }
        return first;
    }

    // What lies between the stretches is unknown.
    private static void Put(ColumnRows column, long next, IEnumerable<(long First, double[] Rows)> stretches)
    {
        foreach (var (first, rows) in stretches.Append((column.OpenRow, [])))
        {
            for (next = Math.Max(next, column.FirstRow); next < first; next++)
                column[next] = double.NaN;
            for (var i = 0; i < rows.Length; i++)
                column[first + i] = rows[i];
            next = Math.Max(next, first + rows.Length);
        }
    }

    /// <summary>A state to start from.</summary>
    /// <param name="Sequence">Number of the last log record that it has.</param>
    /// <param name="Shard">What it has.</param>
    /// <param name="Late">Series of which readings waited then.</param>
    /// <param name="Unfit">These, and those of which later readings were late for it.</param>
    private sealed record State(ulong Sequence, Shard Shard, HashSet<int> Late, HashSet<int> Unfit);
}
