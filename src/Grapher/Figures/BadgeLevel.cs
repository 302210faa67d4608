namespace Metrics.Grapher;

/// <summary>What a badge says of its value.</summary>
public enum BadgeLevel
{
    /// <summary>A value without judgement: blue.</summary>
    Neutral,

    /// <summary>Normal: green.</summary>
    Normal,

    /// <summary>Warning: brown.</summary>
    Warning,

    /// <summary>Critical: red.</summary>
    Critical,

    /// <summary>No data: grey.</summary>
    Unknown,
}
