namespace Metrics.Grapher;

/// <summary>The two sets of colours.</summary>
public enum GraphTheme
{
    /// <summary>Dark ink on white.</summary>
    Light,

    /// <summary>Light ink on near black.</summary>
    Dark,

    /// <summary>What the reader's system asks for. A bitmap cannot ask: there it is <see cref="Light"/>.</summary>
    Auto,
}
