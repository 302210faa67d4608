namespace Metrics.RrdStore.Storage;

/// <summary>Counts the bytes of a long piece of work, tells them, and ends it when it is cancelled.</summary>
/// <param name="totalBytes">Bytes in all.</param>
/// <param name="progress">Is told; null: nobody is.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class CareProgress(long totalBytes, IProgress<StoreProgress>? progress, CancellationToken cancellation)
{
    private long done;

    /// <summary>So many bytes are done.</summary>
    /// <exception cref="OperationCanceledException">No more are wanted.</exception>
    public void Add(long bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        done += bytes;
        progress?.Report(new StoreProgress(Math.Min(done, totalBytes), totalBytes));
    }

    /// <summary>All is done.</summary>
    public void Complete() => Add(totalBytes - done);
}
