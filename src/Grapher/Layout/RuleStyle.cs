namespace Metrics.Grapher.Layout;

/// <summary>How a straight line is drawn.</summary>
internal enum RuleStyle
{
    /// <summary>One pixel, unbroken: gridlines, ticks.</summary>
    Hairline,

    /// <summary>One pixel, 2 on and 3 off: midnights, Mondays, firsts of a month.</summary>
    Dotted,

    /// <summary>1.2 pixels, 5 on and 4 off: thresholds.</summary>
    Dashed,

    /// <summary>1.2 pixels, 2 on and 2 off: a value that was left out.</summary>
    Broken,

    /// <summary>One pixel, 1.5 on and 2.5 off: the moment of an event.</summary>
    Event,
}
