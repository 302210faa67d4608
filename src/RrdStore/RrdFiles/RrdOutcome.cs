namespace Metrics.RrdStore.RrdFiles;

/// <summary>How a part of a database was mapped.</summary>
public enum RrdOutcome
{
    /// <summary>As it is.</summary>
    Mapped,

    /// <summary>With something changed that the other side cannot express.</summary>
    Changed,

    /// <summary>Not at all.</summary>
    LeftOut,
}
