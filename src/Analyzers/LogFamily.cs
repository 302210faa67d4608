namespace Metrics.Analyzers;

/// <summary>What a log is of.</summary>
public enum LogFamily
{
    /// <summary>Mail.</summary>
    Mail,

    /// <summary>File transfer.</summary>
    Ftp,

    /// <summary>Web servers.</summary>
    Web,

    /// <summary>The machine itself: its shells and its packet filter.</summary>
    Host,
}
