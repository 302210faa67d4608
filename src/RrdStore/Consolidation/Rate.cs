namespace Metrics.RrdStore.Consolidation;

/// <summary>Two readings in a row as a rate: rrdcreate(1), "DS:ds-name", and update_pdp_prep of rrd_update.c.</summary>
internal static class Rate
{
    private const long Wrap32 = 1L << 32;

    /// <summary>The rate that holds from the earlier reading to the later one.</summary>
    /// <param name="source">Type and limits.</param>
    /// <param name="previousKind">What the earlier reading held; unknown as well when it lies further back than the heartbeat.</param>
    /// <param name="previousBits">Its 64 bits.</param>
    /// <param name="kind">What the later reading holds.</param>
    /// <param name="bits">Its 64 bits.</param>
    /// <param name="seconds">Time between them; positive.</param>
    /// <returns>Units per second, for a gauge units; NaN when it cannot be known or lies outside the limits.</returns>
    public static double Between(
        DataSource source, ReadingKind previousKind, long previousBits, ReadingKind kind, long bits, double seconds)
    {
        if (kind == ReadingKind.Unknown)
            return double.NaN;
        var rate = source.Type switch
        {
            DataSourceType.Gauge or DataSourceType.Compute => Number(kind, bits),
            DataSourceType.Absolute => Number(kind, bits) / seconds,
            _ when previousKind == ReadingKind.Unknown => double.NaN,
            DataSourceType.Counter => CounterIncrease((ulong)previousBits, (ulong)bits) / seconds,
            DataSourceType.Derive => unchecked(bits - previousBits) / seconds,
            DataSourceType.DCounter => Forward(Number(kind, bits) - Number(previousKind, previousBits)) / seconds,
            DataSourceType.DDerive => (Number(kind, bits) - Number(previousKind, previousBits)) / seconds,
            _ => double.NaN,
        };
        // With a limit of NaN, none, the comparison is false.
        return rate < source.Minimum || rate > source.Maximum ? double.NaN : rate;
    }

    /// <summary>Whether a reading from outside may be of a data source: counters and derives take whole counts, a computed one takes none, the
    /// others any finite number.</summary>
    public static bool Takes(DataSourceType type, ReadingKind kind, long bits) => kind switch
    {
        ReadingKind.Unknown => type != DataSourceType.Compute,
        ReadingKind.Count => type != DataSourceType.Compute,
        _ => type is not (DataSourceType.Counter or DataSourceType.Derive or DataSourceType.Compute)
            && double.IsFinite(BitConverter.Int64BitsToDouble(bits)),
    };

    /// <summary>Growth of a counter that wraps at 32 bits when that makes the growth positive, else at 64.</summary>
    /// <remarks>RRDtool adds 2^32 - 1 for a wrap, one unit too few, and loses a wrap at 64 bits to rounding (rrd_update.c); both are
    /// exact here.</remarks>
    private static double CounterIncrease(ulong previous, ulong current)
    {
        if (current >= previous)
            return current - previous;
        var fall = previous - current;
        return fall <= Wrap32 ? Wrap32 - (long)fall : unchecked(current - previous);
    }

    // A counter of floating point has no width to wrap at: going backwards is a reset.
    private static double Forward(double difference) => difference < 0 ? double.NaN : difference;

    private static double Number(ReadingKind kind, long bits) =>
        kind == ReadingKind.Count ? (ulong)bits : BitConverter.Int64BitsToDouble(bits);
}
