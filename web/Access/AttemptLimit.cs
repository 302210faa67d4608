namespace Metrics.Web.Access;

/// <summary>Slows attempts down, for each key by itself: some are free, then each one doubles the wait for the next.</summary>
/// <param name="time">Tells the time.</param>
/// <param name="free">Attempts without a wait.</param>
/// <param name="longest">The longest wait; an attempt is forgotten when nothing was tried for four times as long.</param>
internal sealed class AttemptLimit(TimeProvider time, int free, TimeSpan longest)
{
    /// <summary>Keys that are remembered. Beyond that, the one that was quiet for longest is forgotten: memory is bounded, and whoever has
    /// that many addresses still meets the limit of the account.</summary>
    public const int MostKeys = 4096;

    private readonly Dictionary<string, Record> records = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Keys that are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return records.Count;
        }
    }

    /// <summary>How long a key has to wait now.</summary>
    public TimeSpan Remaining(string key)
    {
        lock (gate)
            return records.TryGetValue(key, out var record) && record.Next > time.GetUtcNow() ? record.Next - time.GetUtcNow() : TimeSpan.Zero;
    }

    /// <summary>Counts an attempt before it is made, so that many at once are no way around.</summary>
    /// <returns>Zero when it may be made; otherwise how long to wait, and it does not count.</returns>
    public TimeSpan Begin(string key)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var record = records.GetValueOrDefault(key);
            if (now - record.Last > 4 * longest)
                record = default;
            if (record.Next > now)
                return record.Next - now;
            if (records.Count >= MostKeys && !records.ContainsKey(key))
                records.Remove(records.MinBy(one => one.Value.Last).Key);
            var attempts = record.Attempts + 1;
            records[key] = new Record(attempts, now, now + WaitAfter(attempts));
            return TimeSpan.Zero;
        }
    }

    /// <summary>The attempt was right: it does not count, and those before it neither where <paramref name="all"/> says so.</summary>
    public void Forgive(string key, bool all)
    {
        lock (gate)
        {
            if (!records.TryGetValue(key, out var record))
                return;
            if (all || record.Attempts <= 1)
                records.Remove(key);
            else
                records[key] = record with { Attempts = record.Attempts - 1, Next = time.GetUtcNow() };
        }
    }

    private TimeSpan WaitAfter(int attempts) => attempts < free
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, Math.Min(attempts - free, 30))));

    private readonly record struct Record(int Attempts, DateTimeOffset Last, DateTimeOffset Next);
}
