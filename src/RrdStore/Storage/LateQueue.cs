namespace Metrics.RrdStore.Storage;

/// <summary>Late readings that are logged and not worked in yet, by shard. Belongs to the writer.</summary>
internal sealed class LateQueue
{
    /// <summary>Readings that may wait; about 20 MB.</summary>
    public const int Capacity = 500_000;

    private readonly SortedDictionary<int, List<Reading>> byShard = [];

    /// <summary>Readings that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a reading.</summary>
    public void Add(in Reading reading)
    {
        var shard = reading.Series.Value / Shard.Capacity;
        if (!byShard.TryGetValue(shard, out var list))
            byShard.Add(shard, list = []);
        list.Add(reading);
        Count++;
    }

    /// <summary>What waits for a shard, in the order it came.</summary>
    public IReadOnlyList<Reading> Of(int shard) => byShard.TryGetValue(shard, out var list) ? list : [];

    /// <summary>The shards that something waits for: those after one, then from the first on.</summary>
    public IEnumerable<int> ShardsAfter(int shard) => byShard.Keys.OrderBy(s => s <= shard).ThenBy(s => s);

    /// <summary>Takes away what waits for a shard, in the order it came.</summary>
    public IReadOnlyList<Reading> Take(int shard)
    {
        byShard.Remove(shard, out var list);
        Count -= list?.Count ?? 0;
        return list ?? [];
    }
}
