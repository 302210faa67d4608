namespace Metrics.Grapher.Palette;

/// <summary>The named colours of a theme; a pen turns them into numbers or into CSS variables.</summary>
internal enum Token
{
    /// <summary>Panels: what a graph is drawn on.</summary>
    Card,

    /// <summary>Baseline, time lines.</summary>
    Line,

    /// <summary>Gridlines and the quiet ribbon.</summary>
    Grid,

    /// <summary>Weekend tint.</summary>
    Weekend,

    /// <summary>Text.</summary>
    Ink,

    /// <summary>Secondary text.</summary>
    Ink2,

    /// <summary>Axis labels, captions.</summary>
    Ink3,

    /// <summary>Warning, as text, line or fill.</summary>
    Warning,

    /// <summary>Critical, as text, line or fill.</summary>
    Critical,

    /// <summary>No data: hatch and ribbon.</summary>
    NoData,

    /// <summary>Series s1.</summary>
    Green,

    /// <summary>Series s2.</summary>
    Blue,

    /// <summary>Series s3.</summary>
    Orange,

    /// <summary>Series s4.</summary>
    Purple,

    /// <summary>Series s5.</summary>
    Sky,

    /// <summary>Series s6.</summary>
    Rose,

    /// <summary>Series s7.</summary>
    Slate,
}
