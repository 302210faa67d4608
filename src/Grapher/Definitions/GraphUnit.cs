namespace Metrics.Grapher;

/// <summary>The unit of a graph's axis: decides prefixes (powers of 1000 or 1024), tick steps and the digits of numbers.</summary>
public enum GraphUnit
{
    /// <summary>A number without unit, powers of 1000.</summary>
    Count,

    /// <summary>Events per second.</summary>
    PerSecond,

    /// <summary>Bits per second, powers of 1000.</summary>
    BitsPerSecond,

    /// <summary>Bytes per second, powers of 1000.</summary>
    BytesPerSecond,

    /// <summary>Bytes of memory or file system, powers of 1024.</summary>
    Bytes,

    /// <summary>Percent.</summary>
    Percent,

    /// <summary>Seconds, shown as ms, s, min, h or d.</summary>
    Seconds,

    /// <summary>Degrees Celsius.</summary>
    Celsius,

    /// <summary>Revolutions per minute.</summary>
    Rpm,

    /// <summary>Volts.</summary>
    Volts,

    /// <summary>Amperes.</summary>
    Amperes,

    /// <summary>Watts.</summary>
    Watts,

    /// <summary>Load average: two decimals.</summary>
    Load,

    /// <summary>Bytes moved over a time, powers of 1000: the total of bits or bytes per second.</summary>
    Traffic,
}
