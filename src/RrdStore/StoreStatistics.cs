namespace Metrics.RrdStore;

/// <summary>What a store holds and what was found wrong in it.</summary>
/// <param name="Series">Series defined.</param>
/// <param name="Values">Rows in row files, those that a merge has left behind not counted.</param>
/// <param name="Blocks">Blocks that they are in.</param>
/// <param name="Chunks">Chunks that these are in.</param>
/// <param name="RowBytes">Bytes of all row files.</param>
/// <param name="GarbageBytes">Of them, bytes that the next compaction frees.</param>
/// <param name="LogSegments">Files of the log in use.</param>
/// <param name="LogBytes">Bytes of them.</param>
/// <param name="LastSync">When readings were last made durable.</param>
/// <param name="Damages">What is damaged, where and how; empty when every checksum is right.</param>
public sealed record StoreStatistics(
    int Series, long Values, long Blocks, long Chunks, long RowBytes, long GarbageBytes, int LogSegments, long LogBytes,
    DateTimeOffset LastSync, IReadOnlyList<StoreDamage> Damages)
{
    /// <summary>Of the rows, those in blocks that are compressed: few rows that wait to be merged with others are not.</summary>
    public long CompressedValues { get; init; }

    /// <summary>Bytes of these blocks.</summary>
    public long CompressedBytes { get; init; }

    /// <summary>Of the bytes of row files, those of blocks of deleted series, and of archives that series had before their schema was changed. They
    /// go with the rows of their time, or with the next start where no series has such rows.</summary>
    public long LeftBytes { get; init; }

    /// <summary>Bytes of what recovery and repair have set aside, in the directories <c>orphans</c> and <c>damaged</c>.</summary>
    public long SetAsideBytes { get; init; }

    /// <summary>Bytes for each row in compressed blocks; NaN without any.</summary>
    public double CompressedBytesPerValue => CompressedValues == 0 ? double.NaN : (double)CompressedBytes / CompressedValues;

    /// <summary>Bytes of row files for each row, headers, rows that wait to be merged and garbage included; NaN without rows.</summary>
    public double BytesPerValue => Values == 0 ? double.NaN : (double)RowBytes / Values;
}
