namespace Metrics.Grapher.Layout;

/// <summary>Which part of a text is at its given place.</summary>
internal enum Anchor
{
    /// <summary>The left end.</summary>
    Start,

    /// <summary>The middle.</summary>
    Middle,

    /// <summary>The right end.</summary>
    End,
}
