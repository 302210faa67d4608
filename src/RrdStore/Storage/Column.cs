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
    /// <summary>Rows of the finest archives that wait: enough for a block to compress.</summary>
    public const int FineCapacity = 32;

    /// <summary>Rows of the other archives that wait. They come rarely, and there are many such archives.</summary>
    public const int CoarseCapacity = 4;
}
