namespace Metrics.Analyzers.Detectors;

/// <summary>What is known of an address that a detector watches.</summary>
/// <param name="mostEvents">Events whose times are kept.</param>
internal sealed class Suspect(int mostEvents)
{
    /// <summary>What speaks against it.</summary>
    public RecentTimes Bad { get; } = new(mostEvents);

    /// <summary>What speaks for it.</summary>
    public RecentTimes Good { get; } = new(mostEvents);

    /// <summary>The lines that do.</summary>
    public EvidenceLines Evidence { get; } = new();

    /// <summary>When it was pointed at last; the least number there is before the first time.</summary>
    public long Flagged { get; set; } = long.MinValue;

    /// <summary>When something of it was read last.</summary>
    public long Last => Math.Max(Bad.Last, Good.Last);
}
