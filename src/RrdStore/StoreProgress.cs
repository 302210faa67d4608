namespace Metrics.RrdStore;

/// <summary>How far a check, a repair or a backup is.</summary>
/// <param name="DoneBytes">Bytes done.</param>
/// <param name="TotalBytes">Bytes in all, as known when it began.</param>
public readonly record struct StoreProgress(long DoneBytes, long TotalBytes);
