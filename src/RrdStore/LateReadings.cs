namespace Metrics.RrdStore;

/// <summary>What is done with a reading that is not after the last one of its series.</summary>
public enum LateReadings
{
    /// <summary>It is consolidated as if it had come in time; one of the same time as another replaces it.</summary>
    Consolidate,

    /// <summary>It is refused: for readings that are taken now, where an older time means that the clock was set back.</summary>
    Refuse,
}
