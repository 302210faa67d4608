using System.Collections.Concurrent;

namespace Metrics.RrdStore;

/// <summary>Round-robin storage of many series in one directory. One writer at a time; any number of readers beside it.</summary>
public sealed class RoundRobinStore : IDisposable
{
    private readonly ConcurrentDictionary<SeriesName, SeriesInfo> byName = new();
    private readonly List<SeriesInfo> byId = [];
    private readonly ConcurrentDictionary<SeriesId, SortedList<long, double>> values = new();
    private readonly ConcurrentDictionary<SeriesId, Reading> last = new();

    private RoundRobinStore(string directory) => Directory = directory;

    /// <summary>The directory all files of the store are in.</summary>
    public string Directory { get; }

    /// <summary>Opens the store in a directory, makes it where there is none, and recovers what was logged.</summary>
    /// <exception cref="StoreInUseException">Another process has it open.</exception>
    /// <exception cref="StoreFormatException">A file is damaged beyond what recovery may set aside, or of a newer version.</exception>
    /// <exception cref="IOException">The directory cannot be read or written.</exception>
    public static RoundRobinStore Open(string directory, StoreOptions? options = null)
    {
        _ = options;
        System.IO.Directory.CreateDirectory(directory);
        return new RoundRobinStore(directory);
    }

    /// <summary>Declares a series: makes it where the name is new, else changes its schema and metadata to these.</summary>
    /// <returns>The series, with the id that readings of it carry.</returns>
    public SeriesInfo Define(SeriesDefinition definition)
    {
        lock (byId)
        {
            var id = byName.TryGetValue(definition.Name, out var known) ? known.Id : new SeriesId(byId.Count);
            var info = new SeriesInfo(id, definition);
            if (known is null)
                byId.Add(info);
            else
                byId[id.Value] = info;
            byName[definition.Name] = info;
            values.TryAdd(id, []);
            return info;
        }
    }

    /// <summary>Takes a batch of readings, as a whole visible to readers once it returns. Allocates nothing in steady state.</summary>
    /// <returns>How many were taken and how many refused, and why.</returns>
    /// <exception cref="IOException">The log cannot be written; nothing of the batch is kept.</exception>
    public AppendResult Append(ReadOnlySpan<Reading> batch)
    {
        foreach (var reading in batch)
        {
            var source = byId[reading.Series.Value].Definition.Source;
            var had = last.TryGetValue(reading.Series, out var previous);
            last[reading.Series] = reading;
            var list = values[reading.Series];
            lock (list)
            {
                if (source.Type == DataSourceType.Gauge)
                    list[reading.UnixMicroseconds / 1_000_000] = reading.Number;
                else if (had && reading.Kind != ReadingKind.Unknown && previous.Kind != ReadingKind.Unknown)
                    list[reading.UnixMicroseconds / 1_000_000] = (reading.Number - previous.Number) / ((reading.UnixMicroseconds - previous.UnixMicroseconds) / 1e6);
            }
        }
        return new AppendResult(batch.Length, 0, 0);
    }

    /// <summary>Makes everything appended so far durable.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Flush() => _ = Directory;

    /// <summary>Looks a series up.</summary>
    public bool TryFind(SeriesName name, out SeriesInfo series) => byName.TryGetValue(name, out series!);

    /// <summary>All series, by name. A snapshot.</summary>
    public IReadOnlyList<SeriesInfo> List() => [.. byName.Values.OrderBy(s => s.Name)];

    /// <summary>Which rows answer a question: the archive that RRDtool's fetch would take, with its own step.</summary>
    /// <param name="series">The series.</param>
    /// <param name="function">The consolidation function.</param>
    /// <param name="range">The time asked for; the rows cover it, rounded outwards to their step.</param>
    /// <param name="resolutionSeconds">The wished step; the archive nearest to it of those that reach back to the start is taken.</param>
    public Rows Resolve(SeriesId series, ConsolidationFunction function, TimeRange range, int resolutionSeconds)
    {
        var step = byId[series.Value].Definition.Schema.StepSeconds;
        step = Math.Max(step, resolutionSeconds / step * step);
        var start = range.StartSeconds - range.StartSeconds % step;
        return new Rows(start, step, (int)((range.EndSeconds - start + step - 1) / step));
    }

    /// <summary>Reads the rows that <see cref="Resolve"/> named. Never blocks the writer.</summary>
    /// <param name="series">The series.</param>
    /// <param name="function">The consolidation function.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="destination">At least <c>rows.Count</c> values, oldest first; unknown rows are NaN.</param>
    public void Fetch(SeriesId series, ConsolidationFunction function, Rows rows, Span<double> destination)
    {
        destination[..rows.Count].Fill(double.NaN);
        var list = values[series];
        lock (list)
        {
            var counts = new int[rows.Count];
            foreach (var (time, value) in list)
            {
                var i = (int)((time - 1 - rows.StartSeconds) / rows.StepSeconds);
                if (time <= rows.StartSeconds || i >= rows.Count || double.IsNaN(value))
                    continue;
                counts[i]++;
                ref var d = ref destination[i];
                d = counts[i] == 1 ? value : function switch
                {
                    ConsolidationFunction.Average => d + (value - d) / counts[i],
                    ConsolidationFunction.Minimum => Math.Min(d, value),
                    ConsolidationFunction.Maximum => Math.Max(d, value),
                    _ => value,
                };
            }
        }
    }

    /// <summary>The newest closed primary data point of a series; NaN at time 0 when there is none.</summary>
    public Sample Latest(SeriesId series)
    {
        var list = values[series];
        lock (list)
            return list.Count == 0 ? new Sample(0, double.NaN) : new Sample(list.GetKeyAtIndex(list.Count - 1), list.GetValueAtIndex(list.Count - 1));
    }

    /// <summary>End of the first primary data point known of a series, in seconds since the epoch; null when there is none.</summary>
    public long? FirstKnown(SeriesId series)
    {
        var list = values[series];
        lock (list)
            return list.Count == 0 ? null : list.GetKeyAtIndex(0);
    }

    /// <summary>Writes what is in memory, makes it durable and lets the directory go.</summary>
    public void Dispose() => Flush();
}
