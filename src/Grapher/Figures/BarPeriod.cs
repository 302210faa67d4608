namespace Metrics.Grapher;

/// <summary>The time that one bar stands for.</summary>
public enum BarPeriod
{
    /// <summary>An hour of one local day, as its clocks show it.</summary>
    Hour,

    /// <summary>A local day.</summary>
    Day,

    /// <summary>A month.</summary>
    Month,
}
