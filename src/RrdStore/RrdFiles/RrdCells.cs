using System.Runtime.CompilerServices;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Ten cells of eight bytes, each a double or a count: RRDtool's <c>unival[10]</c>, which means something else for each
/// consolidation function. <see cref="RrdFields"/> names them.</summary>
[InlineArray(Length)]
public struct RrdCells : IEquatable<RrdCells>
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

    /// <summary>Whether all cells have the same bits.</summary>
    public readonly bool Equals(RrdCells other) => ((ReadOnlySpan<ulong>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is RrdCells other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var cell in this)
            hash.Add(cell);
        return hash.ToHashCode();
    }

    /// <summary>Whether all cells have the same bits.</summary>
    public static bool operator ==(RrdCells one, RrdCells other) => one.Equals(other);

    /// <summary>Whether some cell has other bits.</summary>
    public static bool operator !=(RrdCells one, RrdCells other) => !one.Equals(other);
}
