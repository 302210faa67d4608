namespace Metrics.RrdStore;

/// <summary>What a source said of a series at one moment: a number, an exact 64-bit count, or that it could not say.</summary>
public readonly record struct Reading
{
    private readonly long bits;

    private Reading(SeriesId series, long unixMicroseconds, ReadingKind kind, long bits)
    {
        Series = series;
        Kind = kind;
        UnixMicroseconds = unixMicroseconds;
        this.bits = bits;
    }

    /// <summary>The series it is for.</summary>
    public SeriesId Series { get; }

    /// <summary>Which of the three it is.</summary>
    public ReadingKind Kind { get; }

    /// <summary>When it was taken, in microseconds since the epoch, UTC.</summary>
    public long UnixMicroseconds { get; }

    /// <summary>A number: for gauges, absolutes and the counters of floating point. NaN is the same as <see cref="Unknown"/>.</summary>
    public static Reading Of(SeriesId series, long unixMicroseconds, double value) => double.IsNaN(value)
        ? Unknown(series, unixMicroseconds)
        : new(series, unixMicroseconds, ReadingKind.Number, BitConverter.DoubleToInt64Bits(value));

    /// <summary>An unsigned count of 64 bits, kept to the last digit: for counters and derives.</summary>
    public static Reading OfCount(SeriesId series, long unixMicroseconds, ulong count) =>
        new(series, unixMicroseconds, ReadingKind.Count, (long)count);

    /// <summary>The source could not say: the time since the last reading is unknown.</summary>
    public static Reading Unknown(SeriesId series, long unixMicroseconds) =>
        new(series, unixMicroseconds, ReadingKind.Unknown, 0);

    /// <summary>The value as a number; NaN when unknown. A count beyond 2^53 is rounded.</summary>
    public double Number => Kind switch
    {
        ReadingKind.Number => BitConverter.Int64BitsToDouble(bits),
        ReadingKind.Count => (ulong)bits,
        _ => double.NaN,
    };

    /// <summary>The exact count. Meaningful for <see cref="ReadingKind.Count"/> only.</summary>
    public ulong Count => (ulong)bits;

    /// <summary>The 64 bits of the value, as they are logged.</summary>
    internal long Bits => bits;

    /// <summary>The reading as it was logged.</summary>
    internal static Reading FromBits(SeriesId series, long unixMicroseconds, ReadingKind kind, long bits) => new(series, unixMicroseconds, kind, bits);
}
