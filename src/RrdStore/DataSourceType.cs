namespace Metrics.RrdStore;

/// <summary>How a reading becomes a rate: rrdcreate(1), "DS:ds-name".</summary>
public enum DataSourceType
{
    /// <summary>The reading is the value: a temperature, a number of processes.</summary>
    Gauge,

    /// <summary>An unsigned integer that only grows and wraps at 32 or 64 bits; the value is its rate per second.</summary>
    Counter,

    /// <summary>A signed integer; the value is its rate of change per second, which may be negative. With a minimum of 0 it is a
    /// counter whose reset gives an unknown value instead of a wrap.</summary>
    Derive,

    /// <summary>A counter that starts from zero after each reading; the value is the reading over the time since the last one.</summary>
    Absolute,

    /// <summary>A counter of floating point; going backwards is a reset and unknown.</summary>
    DCounter,

    /// <summary>A derive of floating point.</summary>
    DDerive,

    /// <summary>Made by an expression from other series of the same step when their primary data points close.</summary>
    Compute,
}
