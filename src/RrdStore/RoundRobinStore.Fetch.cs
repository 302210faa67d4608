using Metrics.RrdStore.Storage;

namespace Metrics.RrdStore;

public sealed partial class RoundRobinStore
{
    /// <summary>Which rows answer a question: the archive that RRDtool's fetch would take, with its own step.</summary>
    /// <param name="series">The series.</param>
    /// <param name="function">The consolidation function.</param>
    /// <param name="range">The time asked for; the rows cover it, rounded outwards to their step.</param>
    /// <param name="resolutionSeconds">The wished step; the archive nearest to it of those that reach back to the start is taken.</param>
    /// <exception cref="ArgumentException">There is no such series, none of its archives has the function, or the range has more rows than
    /// an array can have.</exception>
    public Rows Resolve(SeriesId series, ConsolidationFunction function, TimeRange range, int resolutionSeconds)
    {
        var definition = Known(series).Definition;
        var last = LastSeconds(series);
        var start = Math.Clamp(range.StartSeconds, 0, uint.MaxValue);
        var end = Math.Clamp(range.EndSeconds, start, uint.MaxValue);
        return ArchiveChoice.RowsOf(definition, function, last, new TimeRange(start, end), resolutionSeconds);
    }

    /// <summary>Reads the rows that <see cref="Resolve"/> named. Never blocks the writer.</summary>
    /// <param name="series">The series.</param>
    /// <param name="function">The consolidation function.</param>
    /// <param name="rows">The rows. Those that no archive of the series has any more, or yet, are unknown.</param>
    /// <param name="destination">At least <c>rows.Count</c> values, oldest first; unknown rows are NaN.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void Fetch(SeriesId series, ConsolidationFunction function, Rows rows, Span<double> destination) =>
        Fetch([series], function, rows, destination[..rows.Count]);

    /// <summary>Reads the same rows of several series. Never blocks the writer, and takes no memory of its own.</summary>
    /// <param name="series">The series; one may be named twice.</param>
    /// <param name="function">The consolidation function.</param>
    /// <param name="rows">The rows, as <see cref="Resolve"/> named them for one of the series. What a series does not have is unknown.</param>
    /// <param name="destination">At least <c>series.Length × rows.Count</c> values: all rows of the first series, oldest first, then all
    /// rows of the second, and so on; unknown rows are NaN.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void Fetch(ReadOnlySpan<SeriesId> series, ConsolidationFunction function, Rows rows, Span<double> destination)
    {
        if (destination.Length < (long)series.Length * rows.Count)
            throw new ArgumentException(
                $"{rows.Count:N0} rows of {series.Length:N0} series do not fit into {destination.Length:N0} values.", nameof(destination));
        destination = destination[..(series.Length * rows.Count)];
        destination.Fill(double.NaN);
        for (int i = 0, end; rows.Count > 0 && i < series.Length; i = end)
        {
            end = i + 1;
            if (PlaceWaiting(series[i], function, rows, destination[(i * rows.Count)..]) is not { } column)
                continue;
            // Series next to each other that have their rows at the same place are read together.
            while (end < series.Length && series[end].Value / Shard.Capacity == series[i].Value / Shard.Capacity
                && PlaceWaiting(series[end], function, rows, destination[(end * rows.Count)..]) is { } other && other.SharesPlaceOf(column))
                end++;
            FetchSealed(column, series[i..end], rows, destination[(i * rows.Count)..]);
        }
    }

    // Rows of the archive as it was at the moment of the copy of the waiting ones: those that were sealed since are among these.
    private void FetchSealed(in WaitingRows column, ReadOnlySpan<SeriesId> series, Rows rows, Span<double> destination)
    {
        var first = rows.StartSeconds / rows.StepSeconds;
        var from = Math.Max(first, column.OpenRow - column.Rows);
        var to = Math.Min(first + rows.Count, column.OpenRow);
        if (from >= to)
            return;
        var damaged = column.Column.Class.Read(series, (int)column.Column.Function, from, (int)(to - from), destination[(int)(from - first)..], rows.Count);
        if (damaged > 0)
            Interlocked.Add(ref damagedBlocks, damaged);
    }

    private WaitingRows? PlaceWaiting(SeriesId series, ConsolidationFunction function, Rows rows, Span<double> destination)
    {
        Span<double> waiting = stackalloc double[Column.MostRows];
        if ((uint)series.Value >= (uint)seriesCount || CopyWaiting(series.Value, function, rows.StepSeconds, waiting) is not { } column)
            return null;
        var first = rows.StartSeconds / rows.StepSeconds;
        for (var i = 0; i < column.Waiting; i++)
        {
            var row = column.OpenRow - column.Waiting + i;
            if (row >= Math.Max(first, column.OpenRow - column.Rows) && row < first + rows.Count)
                destination[(int)(row - first)] = waiting[i];
        }
        return column;
    }

    /// <summary>The newest closed primary data point of a series; NaN at time 0 when there is none.</summary>
    public Sample Latest(SeriesId series)
    {
        var state = Copy(series.Value);
        return state.Layout is { } layout && state.AnyClosed
            ? new Sample(state.StepEndSeconds - layout.Schema.StepSeconds, state.Latest)
            : new Sample(0, double.NaN);
    }

    /// <summary>End of the first row known of a series, of the finest archive that reaches so far back, in seconds since the epoch; null
    /// when none is.</summary>
    public long? FirstKnown(SeriesId series)
    {
        var state = Copy(series.Value);
        if (state.Layout is not { } layout || state.FirstKnownSeconds == 0)
            return null;
        var known = (long)state.FirstKnownSeconds;
        var last = state.LastMicroseconds / 1_000_000;
        var oldest = long.MaxValue;
        foreach (var column in layout.ByLength)
        {
            var seconds = column.Class.RowSeconds;
            var start = last - last % seconds - (long)column.Class.Rows * seconds;
            var end = Math.Max((known + seconds - 1) / seconds * seconds, start + seconds);
            if (end > last)
                continue;
            if (start < known)
                return end;
            oldest = Math.Min(oldest, end);
        }
        return oldest == long.MaxValue ? known : oldest;
    }

    private SeriesInfo? Info(int series)
    {
        lock (naming)
            return (uint)series < (uint)bySeries.Length ? bySeries[series] : null;
    }

    private long LastSeconds(SeriesId series)
    {
        var last = Copy(series.Value).LastMicroseconds / 1_000_000;
        return last > 0 ? last : options.Time.GetUtcNow().ToUnixTimeSeconds();
    }

    private SeriesState Copy(int series)
    {
        var all = Volatile.Read(ref shards);
        if ((uint)series / Shard.Capacity >= (uint)all.Length)
            return default;
        for (var attempt = 0; ; attempt++)
        {
            var version = gate.BeginRead(attempt);
            var states = all[series / Shard.Capacity].Memory.Series;
            var slot = series % Shard.Capacity;
            var state = slot < states.Length ? states[slot] : default;
            if (gate.EndRead(version, attempt))
                return state;
        }
    }

    private WaitingRows? CopyWaiting(int series, ConsolidationFunction function, int rowSeconds, Span<double> waiting)
    {
        var all = Volatile.Read(ref shards);
        if (series / Shard.Capacity >= all.Length)
            return null;
        Span<double> points = stackalloc double[Column.FineCapacity];
        for (var attempt = 0; ; attempt++)
        {
            var version = gate.BeginRead(attempt);
            var memory = all[series / Shard.Capacity].Memory;
            var result = WaitingRows.Copy(memory, series % Shard.Capacity, function, rowSeconds, waiting, points, out var unsettled);
            if (gate.EndRead(version, attempt))
                return result?.Settled(points[..unsettled], waiting);
        }
    }
}
