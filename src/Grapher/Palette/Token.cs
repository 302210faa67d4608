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

    /// <summary>Warning as a tint.</summary>
    WarningTint,

    /// <summary>Critical as a tint.</summary>
    CriticalTint,

    /// <summary>The empty part of a bar.</summary>
    Track,

    /// <summary>The left part of a badge; badges are the same in both themes, since they stand on pages of others.</summary>
    BadgeName,

    /// <summary>Text on a badge.</summary>
    BadgeText,

    /// <summary>A badge that says a value and no judgement.</summary>
    BadgeNeutral,

    /// <summary>A badge that says normal.</summary>
    BadgeNormal,

    /// <summary>A badge that says warning.</summary>
    BadgeWarning,

    /// <summary>A badge that says critical.</summary>
    BadgeCritical,

    /// <summary>A badge that has no data.</summary>
    BadgeUnknown,

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
