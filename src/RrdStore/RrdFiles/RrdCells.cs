using System.Runtime.CompilerServices;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Ten cells of eight bytes, each a double or a count: RRDtool's <c>unival[10]</c>, which means something else for each
/// consolidation function. <see cref="RrdFields"/> names them.</summary>
[InlineArray(Length)]
public struct RrdCells
{
    /// <summary>How many there are.</summary>
    public const int Length = 10;

    private ulong first;

    /// <summary>The cell as a double.</summary>
    public readonly double Number(int cell) => BitConverter.UInt64BitsToDouble(this[cell]);

    /// <summary>The cell as a count.</summary>
    public readonly ulong Count(int cell) => this[cell];

    /// <summary>Puts a double into a cell.</summary>
    public void Set(int cell, double number) => this[cell] = BitConverter.DoubleToUInt64Bits(number);

    /// <summary>Puts a count into a cell.</summary>
    public void Set(int cell, ulong count) => this[cell] = count;
}
