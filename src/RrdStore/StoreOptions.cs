namespace Metrics.RrdStore;

/// <summary>How a store behaves that does not depend on a series.</summary>
public sealed record StoreOptions
{
    /// <summary>Time to make appended readings durable in: 1 second by default, zero for every batch.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock, for the sync interval and to refuse readings from the future.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The disk.</summary>
    internal Storage.IDisk Disk { get; init; } = new Storage.Disk();

    /// <summary>Bytes that may be in memory only, while the disk refuses: 128 MiB, about 20 million readings.</summary>
    internal long MaximumUnsavedBytes { get; init; } = 128L << 20;

    /// <summary>Bytes of a file of the log.</summary>
    internal int LogSegmentBytes { get; init; } = Storage.LogSegment.DefaultSize;

    /// <summary>Bytes of records that no longer count and are no reason to write the catalogue anew.</summary>
    internal int CatalogGarbageBytes { get; init; } = Storage.Catalog.TolerableGarbage;
}
