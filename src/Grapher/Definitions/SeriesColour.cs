namespace Metrics.Grapher;

/// <summary>The colour tokens of series, in the order in which new series take them.</summary>
public enum SeriesColour
{
    /// <summary>In, delivered, received.</summary>
    Green,

    /// <summary>Out, sent, user CPU, used.</summary>
    Blue,

    /// <summary>CPU temperature, system CPU, spam, upload.</summary>
    Orange,

    /// <summary>Queue, buffers.</summary>
    Purple,

    /// <summary>Cache, inlet air, sessions.</summary>
    Sky,

    /// <summary>Rejected, disk wait, errors.</summary>
    Rose,

    /// <summary>Others, reference lines.</summary>
    Slate,
}
