namespace Metrics.Grapher;

/// <summary>The time that one bar stands for.</summary>
public enum BarPeriod
{
    /// <summary>A local day.</summary>
    Day,

    /// <summary>A month.</summary>
    Month,
}
