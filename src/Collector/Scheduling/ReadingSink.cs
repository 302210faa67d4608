using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>Where readings go: one batch at a time, and none any more once it is closed, although a source that hung may still come with one.</summary>
/// <param name="store">The store.</param>
internal sealed class ReadingSink(RoundRobinStore store)
{
    private readonly Lock gate = new();
    private bool closed;

    /// <summary>A catalogue for a source that has this schema.</summary>
    public SeriesCatalog Catalog(Schema schema) => new(store, schema);

    /// <summary>Writes a batch. A store that cannot take it is a fault of the source's status, and the next batch is tried again.</summary>
    public void Append(ReadingBatch batch)
    {
        try
        {
            AppendResult result;
            lock (gate)
            {
                if (closed || batch.Count == 0)
                    return;
                result = store.Append(batch.Readings, LateReadings.Refuse);
            }
            if (result.Refused > 0)
                batch.Faults.Add(store.Directory, "refused readings that are not after the last ones: was the clock set back?");
            if (result.Invalid > 0)
                batch.Faults.Add(store.Directory, "refused readings as impossible.");
        }
        catch (Exception fault)
        {
            batch.Faults.Add(store.Directory, $"cannot be written: {fault.Message}");
        }
    }

    /// <summary>Takes nothing more.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }
}
