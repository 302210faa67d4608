using System.Runtime.InteropServices;
using Metrics.RrdStore.Consolidation;

namespace Metrics.RrdStore.Storage;

/// <summary>What is in memory of a series beside its columns: 80 bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SeriesState
{
    /// <summary>How its readings are worked on; null where there is no series.</summary>
    public Layout? Layout;

    /// <summary>Time of the last reading; 0 before the first.</summary>
    public long LastMicroseconds;

    /// <summary>Its value.</summary>
    public long LastBits;

    /// <summary>The primary data point in the making.</summary>
    public OpenPoint Point;

    /// <summary>The primary data point closed last; NaN when it is unknown.</summary>
    public double Latest;

    /// <summary>End of the first known primary data point; 0 when there is none.</summary>
    public uint FirstKnownSeconds;

    /// <summary>End of the step that the primary data point in the making belongs to.</summary>
    public uint StepEndSeconds;

    /// <summary>Where its columns begin in the shard.</summary>
    public int ColumnBase;

    /// <summary>Where its waiting rows begin in the shard.</summary>
    public int HotBase;

    /// <summary>Of the points that wait in the finest archive, how many the other archives have not taken yet: the newest ones.</summary>
    public int Unsettled;

    /// <summary>Which definition of the series this state belongs to.</summary>
    public uint Version;

    /// <summary>What the last reading held.</summary>
    public ReadingKind LastKind;

    /// <summary>Whether a primary data point was ever closed.</summary>
    public bool AnyClosed;
}
