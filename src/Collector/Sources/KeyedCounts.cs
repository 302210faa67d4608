using System.Text;
using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Series whose counts stand behind a word in a file of the kernel.</summary>
/// <param name="path">The file.</param>
/// <param name="series">The words and their series; a count is multiplied by the factor.</param>
internal sealed class KeyedCounts(string path, params ReadOnlySpan<(string Key, SeriesId Series, int Factor)> series)
{
    private readonly Entry[] entries = [.. Entries(series)];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => entries.Length == 0;

    /// <summary>Takes a word and what stands behind it, if it is one of them.</summary>
    public void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        foreach (var entry in entries)
        {
            if (!key.SequenceEqual(entry.Key))
                continue;
            entry.Count = Fields.TryCount(text, out var count) ? count : null;
            return;
        }
    }

    /// <summary>Gives what was taken since the last time; what was not is unknown, and a fault.</summary>
    public void Add(ReadingBatch readings)
    {
        foreach (var entry in entries)
        {
            if (entry.Count is { } count)
            {
                readings.AddCount(entry.Series, count * (ulong)entry.Factor);
            }
            else
            {
                readings.AddUnknown(entry.Series);
                readings.Faults.Add(path, entry.Problem);
            }
            entry.Count = null;
        }
    }

    private static List<Entry> Entries(ReadOnlySpan<(string Key, SeriesId Series, int Factor)> series)
    {
        var entries = new List<Entry>(series.Length);
        foreach (var (key, id, factor) in series)
            entries.Add(new Entry(key, id, factor));
        return entries;
    }

    private sealed class Entry(string key, SeriesId series, int factor)
    {
        public byte[] Key { get; } = Encoding.ASCII.GetBytes(key);

        public SeriesId Series { get; } = series;

        public int Factor { get; } = factor;

        public string Problem { get; } = $"has no number for {key}.";

        public ulong? Count { get; set; }
    }
}
