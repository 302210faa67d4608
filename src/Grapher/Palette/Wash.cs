namespace Metrics.Grapher.Palette;

/// <summary>How strongly a fill covers what is under it.</summary>
internal enum Wash
{
    /// <summary>Fully.</summary>
    Solid,

    /// <summary>Area between a line and zero.</summary>
    Area,

    /// <summary>From the lowest to the highest sample.</summary>
    Band,

    /// <summary>A layer of a stack.</summary>
    Stack,

    /// <summary>The part above a threshold.</summary>
    Excess,

    /// <summary>Hatching of a gap.</summary>
    Hatch,

    /// <summary>The time of a warning.</summary>
    Warning,

    /// <summary>The time of a critical alert.</summary>
    Critical,
}
