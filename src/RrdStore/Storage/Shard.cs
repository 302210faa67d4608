using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Metrics.RrdStore.Consolidation;
using Metrics.RrdStore.Format.Codec;

namespace Metrics.RrdStore.Storage;

/// <summary>Up to <see cref="Capacity"/> series: what is in memory of them, and how a reading changes it. The unit in which rows are
/// sealed and the state is logged. One thread at a time may change it.</summary>
/// <param name="number">Its number: series <c>number * Capacity</c> and those after it.</param>
/// <param name="sealer">Takes rows that leave memory.</param>
internal sealed class Shard(int number, Sealer sealer)
{
    /// <summary>Series in a shard; a power of two.</summary>
    public const int Capacity = 1024;

    // Series come in their order, and those next to each other have the same layout and wait with as many points, most times. Of many
    // series no state is in the processor's cache; it is on its way there while so many others are worked on.
    private const int SeriesAhead = 8;

    private ShardMemory memory = new([], [], []);
    private int columnsUsed;
    private int hotUsed;

    // Rows of a column that find no room while it takes points.
    private readonly double[] closing = new double[Column.MostRows];

    // Points that may wait. Shards that were filled together would all seal in the same moment; each begins with its own share of the
    // waiting room.
    private int sealAt = 1 + number * 7 % Column.FineCapacity;

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>Number of the log record up to which its state is durable in the log. Recovery takes chunks made from later records for
    /// void, so nothing else may be given up for them.</summary>
    public ulong LoggedSequence { get; set; }

    /// <summary>What readers see.</summary>
    public ShardMemory Memory => Volatile.Read(ref memory);

    /// <summary>Slots in use: series were never put beyond.</summary>
    public int Slots { get; private set; }

    /// <summary>Readings taken since the state was last logged.</summary>
    public int ReadingsSinceSnapshot { get; set; }

    /// <summary>How many times points were sealed since the state was last logged. Right after that the state is small.</summary>
    public int Turns { get; set; }

    /// <summary>Number of the oldest log segment that recovery of this shard needs; none before the first reading.</summary>
    public long NeededSegment { get; set; } = long.MaxValue;

    /// <summary>Log record from whose state on the log is kept, so that late readings can be put in order, and the segment after it:
    /// that of the last state but one. The segment is that of <see cref="NeededSegment"/> until there were two.</summary>
    public (ulong Sequence, long Segment) Window { get; private set; } = (0, long.MaxValue);

    private (ulong Sequence, long Segment) nextWindow;

    /// <summary>How many times a series was removed or got another layout: older states name definitions that it no longer has.</summary>
    public int Changes { get; private set; }

    /// <summary>Whether the last state that is durable in the log is from before such a change.</summary>
    public bool HasUnloggedChanges => loggedChanges != Changes;

    private int loggedChanges;

    /// <summary>Says that a state is durable in the log.</summary>
    public void NoteLogged(ShardSnapshot snapshot)
    {
        if (Window.Segment == long.MaxValue)
            Window = nextWindow = (LoggedSequence, NeededSegment);
        if (snapshot.IsRegular)
        {
            Window = nextWindow;
            nextWindow = (snapshot.Sequence, snapshot.NeededSegment);
        }
        NeededSegment = snapshot.NeededSegment;
        LoggedSequence = snapshot.Sequence;
        loggedChanges = snapshot.Changes;
    }

    /// <summary>Lets the log go but for what recovery needs.</summary>
    public void CloseWindow() => Window = nextWindow = (LoggedSequence, NeededSegment);

    /// <summary>The state of a series.</summary>
    public ref SeriesState this[int slot] => ref memory.Series[slot];

    /// <summary>Number of the primary data point in the making of a series that keeps points; 0 before its first reading.</summary>
    public long OpenPointNumber(int slot) => slot < Slots && memory.Series[slot] is { Layout: not null, LastMicroseconds: > 0 } state
        ? memory.Columns[state.ColumnBase].OpenRowNumber
        : 0;

    /// <summary>Makes room at once for all series that are about to be placed.</summary>
    /// <param name="layouts">Theirs; null for none.</param>
    public void Reserve(ReadOnlySpan<Layout?> layouts)
    {
        var (columns, hot) = (columnsUsed, hotUsed);
        foreach (var layout in layouts)
        {
            columns += layout?.Columns.Length ?? 0;
            hot += layout?.HotRows ?? 0;
        }
        Volatile.Write(ref memory, memory.Grown(Slots + layouts.Length, columns, hot));
    }

    /// <summary>Puts a series into a slot, without a reading yet. What the slot had in memory is forgotten.</summary>
    public void Place(int slot, Layout layout, uint version)
    {
        NoteChange(slot);
        Slots = Math.Max(Slots, slot + 1);
        var columns = columnsUsed + layout.Columns.Length;
        var hot = hotUsed + layout.HotRows;
        if (Slots > memory.Series.Length || columns > memory.Columns.Length || hot > memory.Hot.Length)
        {
            // Most shards have series of one layout; arrays grow to what they need when full, and not beyond.
            var free = Capacity - Slots;
            Volatile.Write(ref memory, memory.Grown(
                Larger(memory.Series.Length, Slots, Capacity),
                Larger(memory.Columns.Length, columns, columns + free * layout.Columns.Length),
                Larger(memory.Hot.Length, hot, hot + free * layout.HotRows)));
        }
        memory.Series[slot] = new SeriesState { Layout = layout, Version = version, ColumnBase = columnsUsed, HotBase = hotUsed };
        columnsUsed = columns;
        hotUsed = hot;
    }

    /// <summary>Empties a slot.</summary>
    public void Remove(int slot)
    {
        NoteChange(slot);
        memory.Series[slot] = default;
    }

    private void NoteChange(int slot)
    {
        if (slot < Slots && memory.Series[slot].Layout is not null)
            Changes++;
    }

    /// <summary>Takes a reading that is later than the last one of the series.</summary>
    public void Apply(int slot, long microseconds, ReadingKind kind, long bits)
    {
        ReadingsSinceSnapshot++;
        ref var s = ref memory.Series[slot];
        var layout = s.Layout!;
        if (s.LastMicroseconds == 0)
        {
            Begin(ref s, layout, microseconds);
        }
        else
        {
            var interval = microseconds - s.LastMicroseconds;
            var isAlive = interval <= layout.HeartbeatMicroseconds;
            var rate = isAlive ? Rate.Between(layout.Source, s.LastKind, s.LastBits, kind, bits, interval / 1e6) : double.NaN;
            var stepEnd = s.StepEndSeconds * 1_000_000L;
            if (microseconds < stepEnd)
                s.Point.Add(rate, interval);
            else
                CloseSteps(slot, ref s, layout, microseconds, stepEnd, rate);
        }
        s.LastMicroseconds = microseconds;
        s.LastKind = kind;
        s.LastBits = bits;
    }

    /// <summary>Lets all columns of a series take the points that wait. The rows that find no room are added to the sealer, to be
    /// finished by the caller.</summary>
    /// <param name="slot">The series.</param>
    /// <param name="left">A class of which all rows are added, also those that would find room.</param>
    public void Settle(int slot, RowClass? left = null)
    {
        ref var s = ref memory.Series[slot];
        if (s.Layout is not { } layout || (s.Unsettled == 0 && left is null))
            return;
        ref var fine = ref memory.Columns[s.ColumnBase];
        var taken = fine.OpenRowNumber - s.Unsettled;
        var points = memory.Hot.AsSpan(s.HotBase + fine.HotCount - s.Unsettled, s.Unsettled);
        s.Unsettled = 0;
        var areKnown = ValidityMap.AreAllKnown(points);
        for (var i = 0; i < layout.Columns.Length; i++)
        {
            var column = layout.Columns[i];
            ref var state = ref memory.Columns[s.ColumnBase + i];
            var rows = memory.Hot.AsSpan(s.HotBase + column.HotOffset, column.HotCapacity);
            var count = state.HotCount;
            if (column.StepsPerRow > 1 && !points.IsEmpty)
            {
                var open = state.Open(column.StepsLeft(taken));
                var added = open.Closing(column.StepsPerRow, points.Length);
                if (count + added > rows.Length)
                {
                    rows[..count].CopyTo(closing);
                    rows = closing;
                }
                open.TakeAll(column.Function, column.StepsPerRow, column.Xff, points, areKnown, rows[count..]);
                state.Keep(open);
                state.OpenRowNumber += (uint)added;
                count += added;
            }
            if (count >= column.HotCapacity && column.StepsPerRow > 1 || column.Class == left && count > 0)
            {
                sealer.Add(column.Class, Number * Capacity + slot, column, state.OpenRowNumber - count, rows[..count]);
                count = 0;
            }
            state.HotCount = count;
        }
    }

    // The open point is closed with its own share of the new stretch; the points after it have one rate: rrd_update.c since 1.7.2. That
    // also holds the heartbeat against the share alone when more points follow, and against the whole stretch when none does.
    private void CloseSteps(int slot, ref SeriesState s, Layout layout, long microseconds, long stepEnd, double rate)
    {
        var share = stepEnd - s.LastMicroseconds;
        var judged = microseconds - stepEnd < layout.StepMicroseconds ? microseconds - s.LastMicroseconds : share;
        var value = judged <= layout.HeartbeatMicroseconds ? s.Point.Close(rate, share, layout.StepMicroseconds) : double.NaN;
        if (s.FirstKnownSeconds == 0 && !double.IsNaN(value))
            s.FirstKnownSeconds = s.StepEndSeconds;
        if (layout.HasPoints)
            Push(ref s, layout, value);
        else
            CloseRows(ref s, layout, value, 1);
        // After that: until then it tells how many points the columns have.
        s.StepEndSeconds += (uint)layout.Schema.StepSeconds;

        var rest = microseconds - stepEnd;
        if (rest >= layout.StepMicroseconds)
        {
            var steps = rest / layout.StepMicroseconds;
            rest -= steps * layout.StepMicroseconds;
            if (s.FirstKnownSeconds == 0 && !double.IsNaN(rate))
                s.FirstKnownSeconds = s.StepEndSeconds;
            Settle(slot);
            sealer.Finish(Number);
            CloseRows(ref s, layout, rate, steps);
            s.StepEndSeconds += (uint)(steps * layout.Schema.StepSeconds);
            value = rate;
        }
        s.Latest = value;
        s.AnyClosed = true;
        s.Point = OpenPoint.ContinuedBy(rate, rest);
    }

    // As a round-robin database made at the time of the first reading: rrd_create.c.
    private void Begin(ref SeriesState s, Layout layout, long microseconds)
    {
        var step = microseconds / layout.StepMicroseconds;
        s.Latest = double.NaN;
        s.StepEndSeconds = (uint)((step + 1) * layout.Schema.StepSeconds);
        s.Point = OpenPoint.StartingAt(microseconds - step * layout.StepMicroseconds);
        for (var i = 0; i < layout.Columns.Length; i++)
        {
            var column = layout.Columns[i];
            ref var state = ref memory.Columns[s.ColumnBase + i];
            state = new ColumnState { OpenRowNumber = (uint)(step / column.StepsPerRow) };
            state.Keep(OpenRow.StartingAfter(column.Function, column.StepsPerRow, (int)(step % column.StepsPerRow)));
        }
    }

    // A point of a series that keeps points: the other columns take it later, with those around it.
    private void Push(ref SeriesState s, Layout layout, double point)
    {
        ref var state = ref memory.Columns[s.ColumnBase];
        ref var place = ref memory.Hot[s.HotBase + state.AddHot()];
        place = point;
        Prefetch(ref state, SeriesAhead * layout.Columns.Length);
        Prefetch(ref place, SeriesAhead * layout.HotRows);
        s.Unsettled++;
        if (state.HotCount >= sealAt)
            SealPoints(layout.Columns[0].Class);
    }

    // Has the processor fetch what lies further on, or does nothing where it cannot. There need not be anything.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch<T>(ref T place, int further) where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref place) + (nint)further * sizeof(T));
    }

    private void SealPoints(RowClass rowClass)
    {
        sealAt = Column.FineCapacity;
        Turns++;
        sealer.Seal(this, rowClass);
    }

    // Several points of one value, or one that no column keeps.
    private void CloseRows(ref SeriesState s, Layout layout, double point, long count)
    {
        var columns = layout.Columns;
        var taken = s.StepEndSeconds / layout.Schema.StepSeconds - 1;
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            ref var state = ref memory.Columns[s.ColumnBase + i];
            var hot = s.HotBase + column.HotOffset;
            if (column.StepsPerRow == 1)
            {
                Push(ref state, column, hot, point, count);
                continue;
            }
            var open = state.Open(column.StepsLeft(taken));
            var first = (int)Math.Min(count, open.StepsLeft);
            if (open.Take(column.Function, point, first))
            {
                Push(ref state, column, hot, open.Close(column.Function, column.StepsPerRow, column.Xff), 1);
                var (rows, left) = Math.DivRem(count - first, column.StepsPerRow);
                if (rows > 0)
                    Push(ref state, column, hot, point, rows);
                if (left > 0)
                    open.Take(column.Function, point, (int)left);
            }
            state.Keep(open);
        }
    }

    private void Push(ref ColumnState state, Column column, int hot, double row, long count)
    {
        // Rows that fall out of the archive at once, and a gap longer than the waiting room, are skipped: what no chunk has is unknown.
        var skipped = count - column.Class.Rows;
        if (double.IsNaN(row) && count > column.HotCapacity - state.HotCount)
            skipped = count;
        if (skipped > 0)
        {
            if (state.HotCount > 0)
                sealer.Seal(this, column.Class);
            state.OpenRowNumber += (uint)skipped;
            count -= skipped;
        }
        for (; count > 0; count--)
        {
            memory.Hot[hot + state.AddHot()] = row;
            if (column.StepsPerRow == 1 && state.HotCount >= sealAt)
                SealPoints(column.Class);
            else if (state.HotCount == column.HotCapacity)
                sealer.Seal(this, column.Class);
        }
    }

    private static int Larger(int length, int needed, int limit) =>
        length >= needed ? length : Math.Min(limit, Math.Max(needed, 2 * length));
}
