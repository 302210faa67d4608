namespace Metrics.Grapher.Language;

/// <summary>How the lines of the legend are aligned that do not say it themselves.</summary>
public enum TextAlignment
{
    /// <summary>Spread over the line; what holds when nothing is said.</summary>
    Justified,

    /// <summary>Left.</summary>
    Left,

    /// <summary>Right.</summary>
    Right,

    /// <summary>Centred.</summary>
    Center,
}
