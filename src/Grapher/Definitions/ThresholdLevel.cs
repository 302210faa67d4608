namespace Metrics.Grapher;

/// <summary>What a threshold means.</summary>
public enum ThresholdLevel
{
    /// <summary>A fact to compare with, for example the number of cores.</summary>
    Reference,

    /// <summary>Warning.</summary>
    Warning,

    /// <summary>Critical.</summary>
    Critical,
}
