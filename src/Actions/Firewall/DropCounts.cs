namespace Metrics.Actions.Firewall;

/// <summary>What was dropped since the guard began, also when the kernel's counters begin anew with the table.</summary>
internal sealed class DropCounts
{
    private readonly Dictionary<string, (long Packets, long Bytes)> before = new(StringComparer.Ordinal);
    private Dictionary<string, (ulong Packets, ulong Bytes)> now = [];

    /// <summary>Each of them, by what dropped it.</summary>
    public IEnumerable<DropContract> All => now.Select(one =>
    {
        var (packets, bytes) = before.GetValueOrDefault(one.Key);
        return new DropContract(one.Key.Replace(FirewallTable.ListCounterPrefix, "list.", StringComparison.Ordinal), packets + (long)one.Value.Packets, bytes + (long)one.Value.Bytes);
    });

    /// <summary>Takes what the kernel has counted.</summary>
    public void Take(Dictionary<string, (ulong Packets, ulong Bytes)> counters)
    {
        // Somebody has deleted the table; we learn of that later.
        if (now.Any(one => counters.GetValueOrDefault(one.Key).Packets < one.Value.Packets))
            Restart();
        now = counters;
    }

    /// <summary>The kernel begins anew.</summary>
    public void Restart()
    {
        foreach (var (name, (packets, bytes)) in now)
            before[name] = (before.GetValueOrDefault(name).Packets + (long)packets, before.GetValueOrDefault(name).Bytes + (long)bytes);
        now = now.ToDictionary(one => one.Key, _ => (0ul, 0ul));
    }
}
