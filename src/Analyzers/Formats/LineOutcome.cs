namespace Metrics.Analyzers.Formats;

/// <summary>What a format made of a line.</summary>
internal enum LineOutcome
{
    /// <summary>Nothing: its shape is not known.</summary>
    Unknown,

    /// <summary>It is known, and says nothing that is counted.</summary>
    Ignored,

    /// <summary>It was counted.</summary>
    Counted,
}
