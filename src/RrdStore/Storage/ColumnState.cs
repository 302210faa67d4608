using Metrics.RrdStore.Consolidation;

namespace Metrics.RrdStore.Storage;

/// <summary>What is in memory of a column of a series: 24 bytes.</summary>
internal struct ColumnState
{
    /// <summary>The row in the making.</summary>
    public OpenRow Open;

    /// <summary>Number of that row: it begins at this times the seconds of a row since the epoch.</summary>
    public uint OpenRowNumber;

    /// <summary>Closed rows that wait, the newest of them right before the open one.</summary>
    public int HotCount;
}
