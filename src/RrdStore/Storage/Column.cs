namespace Metrics.RrdStore.Storage;

/// <summary>What the store keeps for one archive of a series, or for several that hold the same rows: with one step per row all
/// functions are the same.</summary>
/// <param name="Class">Where the rows go.</param>
/// <param name="Function">The consolidation function; AVERAGE for one step per row.</param>
/// <param name="StepsPerRow">Primary data points in a row.</param>
/// <param name="Xff">Share of them that may be unknown.</param>
/// <param name="HotCapacity">Rows that wait in memory before they are sealed together.</param>
/// <param name="HotOffset">Where these begin among the waiting rows of the series.</param>
internal sealed record Column(
    RowClass Class, ConsolidationFunction Function, int StepsPerRow, double Xff, int HotCapacity, int HotOffset)
{
    /// <summary>Rows of the finest archive that wait: enough for a block to compress.</summary>
    public const int FineCapacity = 32;

    /// <summary>Rows that wait of other archives, of which several are closed whenever the finest one is sealed.</summary>
    public const int MiddleCapacity = 4;

    /// <summary>Rows that wait of the rest. They come rarely, and a block should have some; but there are many such archives.</summary>
    public const int CoarseCapacity = 5;

    /// <summary>Rows of a column that may wait once it has taken all points: those that waited, and those that the points close.</summary>
    public const int MostRows = CoarseCapacity + FineCapacity;

    /// <summary>Steps still to come before a row closes.</summary>
    /// <param name="taken">Number of the point that comes next: points of all time before it were taken.</param>
    public int StepsLeft(long taken) => StepsPerRow - (int)((uint)taken % (uint)StepsPerRow);

    /// <summary>How many rows of so many steps wait.</summary>
    public static int CapacityOf(int stepsPerRow) => stepsPerRow == 1 ? FineCapacity
        : stepsPerRow * MiddleCapacity <= FineCapacity ? MiddleCapacity
        : CoarseCapacity;
}
