using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>The readings of one tick of one source. Used again and again: nothing is allocated in steady state.</summary>
public sealed class ReadingBatch
{
    private Reading[] readings = new Reading[64];

    /// <summary>The time all readings of the tick carry, in microseconds since the epoch.</summary>
    public long UnixMicroseconds { get; private set; }

    /// <summary>Readings so far.</summary>
    public ReadOnlySpan<Reading> Readings => readings.AsSpan(0, Count);

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>Takes what cannot be read in this tick.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>Empties the batch for a new tick.</summary>
    public void Begin(long unixMicroseconds) => (UnixMicroseconds, Count) = (unixMicroseconds, 0);

    /// <summary>A number; NaN is unknown.</summary>
    public void Add(SeriesId series, double value) => Add(Reading.Of(series, UnixMicroseconds, value));

    /// <summary>An exact count.</summary>
    public void AddCount(SeriesId series, ulong count) => Add(Reading.OfCount(series, UnixMicroseconds, count));

    /// <summary>A value that could not be read.</summary>
    public void AddUnknown(SeriesId series) => Add(Reading.Unknown(series, UnixMicroseconds));

    /// <summary>Gives all readings another time: the tick took longer than expected.</summary>
    internal void Restamp(long unixMicroseconds)
    {
        UnixMicroseconds = unixMicroseconds;
        foreach (ref var reading in readings.AsSpan(0, Count))
        {
            reading = reading.Kind switch
            {
                ReadingKind.Number => Reading.Of(reading.Series, unixMicroseconds, reading.Number),
                ReadingKind.Count => Reading.OfCount(reading.Series, unixMicroseconds, reading.Count),
                _ => Reading.Unknown(reading.Series, unixMicroseconds),
            };
        }
    }

    private void Add(Reading reading)
    {
        if (Count == readings.Length)
            Array.Resize(ref readings, Count * 2);
        readings[Count++] = reading;
    }
}
