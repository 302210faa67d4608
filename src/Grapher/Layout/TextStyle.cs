namespace Metrics.Grapher.Layout;

/// <summary>What a text on a graph is.</summary>
internal enum TextStyle
{
    /// <summary>A number of the value axis.</summary>
    AxisValue,

    /// <summary>The unit above the value axis.</summary>
    Unit,

    /// <summary>An hour, day or month under the plot.</summary>
    AxisTime,

    /// <summary>A date among hours.</summary>
    AxisDate,

    /// <summary>"no data" on a gap.</summary>
    NoData,

    /// <summary>A note on the plot: a clock change, a value left out.</summary>
    Note,

    /// <summary>Label of a level to compare with.</summary>
    Reference,

    /// <summary>Label of a warning level.</summary>
    Warning,

    /// <summary>Label of a critical level.</summary>
    Critical,

    /// <summary>The highest value.</summary>
    Peak,

    /// <summary>When it was.</summary>
    PeakTime,

    /// <summary>The title of a picture that stands alone.</summary>
    Title,

    /// <summary>A name in the legend.</summary>
    Legend,

    /// <summary>A value in the legend.</summary>
    LegendValue,

    /// <summary>The number of a flag.</summary>
    Flag,

    /// <summary>The left part of a badge: what it is about.</summary>
    BadgeName,

    /// <summary>The right part of a badge: the value.</summary>
    BadgeValue,
}
