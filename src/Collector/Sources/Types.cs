using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>How readings of the kernel are understood.</summary>
internal static class Types
{
    /// <summary>The reading is the value.</summary>
    public static readonly DataSource Gauge = new(DataSourceType.Gauge);

    /// <summary>A counter of the kernel: its value is the rate. When it starts anew the value is unknown, and never a spike.</summary>
    public static readonly DataSource Counter = new(DataSourceType.Derive, Minimum: 0);
}
