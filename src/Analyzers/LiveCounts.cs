using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers;

/// <summary>What logs have said since the start of the process, for series. What had been written before the logs were read to their ends the first
/// time is not in it: nobody knows when within the hour it was, and a burst of it would be a lie. For several threads.</summary>
public sealed class LiveCounts
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Domain, Measure Measure), long> counts = [];

    /// <summary>The count of the server or of a domain.</summary>
    /// <param name="domain">The domain; empty for the server.</param>
    /// <param name="measure">What.</param>
    public long Of(string domain, Measure measure)
    {
        lock (gate)
            return counts.GetValueOrDefault((domain, measure));
    }

    /// <summary>Adds what was counted.</summary>
    internal void Add(IEnumerable<UsageRow> rows)
    {
        lock (gate)
        {
            foreach (var row in rows.Where(r => r.Account.User.Length == 0))
            {
                foreach (var (measure, value) in row.Values)
                {
                    var key = (row.Account.Domain, measure);
                    counts[key] = Counts.Plus(counts.GetValueOrDefault(key), value);
                }
            }
        }
    }
}
