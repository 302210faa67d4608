namespace Metrics.RrdStore.Storage;

/// <summary>What waits in memory to be written: sealed chunks, and states of shards that may be logged once those chunks are durable.</summary>
internal sealed class PendingWork
{
    private readonly Lock gate = new();
    private readonly Queue<Item> items = new();

    /// <summary>Bytes that wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds a chunk.</summary>
    public void Add(RowClass rowClass, Chunk chunk) => Add(new Item(rowClass, chunk, null), chunk.Header.Length);

    /// <summary>Adds a state, to be logged when all chunks added before it are durable.</summary>
    public void Add(ShardSnapshot snapshot) => Add(new Item(null, null, snapshot), snapshot.Length);

    /// <summary>What waits now, oldest first. It stays until <see cref="Remove"/>.</summary>
    public Item[] Peek()
    {
        lock (gate)
            return [.. items];
    }

    /// <summary>Takes the oldest items away.</summary>
    public void Remove(int count)
    {
        lock (gate)
            for (; count > 0; count--)
                Bytes -= items.Dequeue() is var item && item.Chunk is { } chunk ? chunk.Header.Length : item.Snapshot!.Length;
    }

    private void Add(Item item, long bytes)
    {
        lock (gate)
        {
            items.Enqueue(item);
            Bytes += bytes;
        }
    }

    /// <summary>A chunk with its class, or a state.</summary>
    internal readonly record struct Item(RowClass? Class, Chunk? Chunk, ShardSnapshot? Snapshot);
}
