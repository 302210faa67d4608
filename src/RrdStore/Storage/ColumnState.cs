using System.Diagnostics;
using Metrics.RrdStore.Consolidation;

namespace Metrics.RrdStore.Storage;

/// <summary>What is in memory of a column of a series: 16 bytes. How many steps the row in the making still takes is not among them; it follows
/// from how many points there were: <see cref="Column.StepsLeft"/>.</summary>
internal struct ColumnState
{
    // The lowest bits of the word count rows that wait, the others unknown points: ArchiveDefinition.MaximumStepsPerRow.
    private const int HotBits = 6;
    private const uint HotMask = (1 << HotBits) - 1;

    private uint counts;

    /// <summary>Number of the row in the making: it begins at this times the seconds of a row since the epoch.</summary>
    public uint OpenRowNumber;

    /// <summary><see cref="OpenRow.Value"/> of that row.</summary>
    public double OpenValue;

    /// <summary><see cref="OpenRow.Unknown"/> of that row.</summary>
    public int OpenUnknown
    {
        readonly get => (int)(counts >> HotBits);
        set
        {
            Debug.Assert(value is >= 0 and <= ArchiveDefinition.MaximumStepsPerRow);
            counts = counts & HotMask | (uint)value << HotBits;
        }
    }

    /// <summary>Closed rows that wait, the newest of them right before the open one.</summary>
    public int HotCount
    {
        readonly get => (int)(counts & HotMask);
        set
        {
            Debug.Assert((uint)value <= HotMask);
            counts = counts & ~HotMask | (uint)value;
        }
    }

    /// <summary>Says that one more row is closed and waits.</summary>
    /// <returns>How many waited before.</returns>
    public int AddHot()
    {
        OpenRowNumber++;
        return (int)(counts++ & HotMask);
    }

    /// <summary>The row in the making.</summary>
    /// <param name="stepsLeft">Steps still to come before it closes.</param>
    public readonly OpenRow Open(int stepsLeft) => new() { Value = OpenValue, Unknown = OpenUnknown, StepsLeft = stepsLeft };

    /// <summary>Puts another row in the making in the place of the one that is there.</summary>
    public void Keep(in OpenRow row)
    {
        OpenValue = row.Value;
        OpenUnknown = row.Unknown;
    }
}
