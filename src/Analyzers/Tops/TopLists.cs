using Metrics.Analyzers.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tops;

/// <summary>The lists of the months that are being counted. They are looked up in the database when something new comes for them, and leave
/// memory when there are too many.</summary>
/// <param name="zone">The zone of the months.</param>
/// <param name="table">Has what was counted before.</param>
internal sealed class TopLists(TimeZoneInfo zone, TopTable table)
{
    /// <summary>Entries of a list of the server.</summary>
    private const int MostOfServer = 1_000;

    /// <summary>Entries of a list of a domain.</summary>
    private const int MostOfDomain = 400;

    /// <summary>Entries in memory in all, about 150 bytes each.</summary>
    private const int MostEntries = 300_000;

    private readonly ulong secret = table.Secret;
    private readonly MonthClock months = new(zone);
    private readonly Dictionary<TopKey, TopList> lists = [];
    private readonly Dictionary<TopKey, DistinctAddresses> addresses = [];
    private readonly List<DomainTops> users = [];

    /// <summary>The lists that have changed since <see cref="Saved"/>.</summary>
    public IEnumerable<TopList> Changed => lists.Values.Where(l => l.Changed);

    /// <summary>The counts of addresses that have.</summary>
    public IEnumerable<DistinctAddresses> ChangedAddresses => addresses.Values.Where(a => a.Changed);

    /// <summary>Counts a name.</summary>
    /// <param name="domain">Whose list.</param>
    /// <param name="kind">What it ranks.</param>
    /// <param name="unixSeconds">When.</param>
    /// <param name="name">The name; nothing is done for an empty one.</param>
    /// <param name="bytes">Its bytes.</param>
    public void Add(DomainAccounts domain, TopKind kind, long unixSeconds, ReadOnlySpan<byte> name, long bytes = 0)
    {
        if (!name.IsEmpty)
            Add(domain, kind, unixSeconds, ByteKeys.Hash(name), name, bytes);
    }

    /// <summary>Counts a name whose hash is there already.</summary>
    public void Add(DomainAccounts domain, TopKind kind, long unixSeconds, ulong hash, ReadOnlySpan<byte> name, long bytes)
    {
        var month = months.Begin(unixSeconds);
        ref var list = ref domain.Tops[kind];
        if (list is null || list.Key.Month != month)
            list = Open(domain, new TopKey(domain.Total.Domain, kind, month));
        list.Add(hash, name, bytes);
    }

    /// <summary>Counts an address among the different ones of a domain.</summary>
    public void Visit(DomainAccounts domain, long unixSeconds, ReadOnlySpan<byte> address)
    {
        var month = months.Begin(unixSeconds);
        ref var visitors = ref domain.Tops.Visitors;
        if (visitors is null || visitors.Key.Month != month)
            visitors = OpenAddresses(domain, new TopKey(domain.Total.Domain, 0, month));
        visitors.Add(ByteKeys.Hash(address, secret));
    }

    /// <summary>Says that the database has all of it.</summary>
    public void Saved()
    {
        var entries = 0;
        foreach (var list in lists.Values)
        {
            if (list.Changed)
                list.Saved();
            entries += list.Length;
        }
        foreach (var visitors in addresses.Values)
            visitors.Changed = false;
        if (entries <= MostEntries && addresses.Count <= MostEntries / MostOfDomain)
            return;
        lists.Clear();
        addresses.Clear();
        foreach (var user in users)
            user.Clear();
        users.Clear();
    }

    private TopList Open(DomainAccounts domain, TopKey key)
    {
        if (lists.TryGetValue(key, out var list))
            return list;
        list = new TopList(key, key.Domain.Length == 0 ? MostOfServer : MostOfDomain);
        foreach (var (name, count, bytes, error) in table.List(key))
            list.Restore(ByteKeys.Hash(name), name, count, bytes, error);
        users.Add(domain.Tops);
        return lists[key] = list;
    }

    private DistinctAddresses OpenAddresses(DomainAccounts domain, TopKey key)
    {
        if (addresses.TryGetValue(key, out var visitors))
            return visitors;
        users.Add(domain.Tops);
        return addresses[key] = new DistinctAddresses(key, table.Registers(key));
    }
}
