using Metrics.Analyzers.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tops;

/// <summary>The lists of the months that are being counted. They are looked up in the database when something new comes for them, and leave
/// memory when there are too many.</summary>
/// <param name="zone">The zone of the months.</param>
/// <param name="table">Has what was counted before; null for lists of all times that nobody keeps.</param>
internal sealed class TopLists(TimeZoneInfo zone, TopTable? table)
{
    /// <summary>Entries of a list of the server.</summary>
    private const int MostOfServer = 1_000;

    /// <summary>Entries of a list of a domain.</summary>
    private const int MostOfDomain = 400;

    /// <summary>Entries in memory in all, about 150 bytes each.</summary>
    private const int MostEntries = 300_000;

    private readonly ulong secret = table?.Secret ?? 1;
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
    public void Add(DomainAccounts domain, TopKind kind, long unixSeconds, ReadOnlySpan<byte> name, long bytes = 0) =>
        Add(domain, kind, unixSeconds, NameHash.Of(name), name, bytes);

    /// <summary>Counts a name whose hash is there already.</summary>
    public void Add(DomainAccounts domain, TopKind kind, long unixSeconds, ulong hash, ReadOnlySpan<byte> name, long bytes)
    {
        if (name.IsEmpty)
            return;
        var month = Month(unixSeconds);
        domain.Tops.Turn(month);
        ref var list = ref domain.Tops[kind];
        list ??= Open(domain, kind, month);
        list.Add(hash, name, bytes);
    }

    /// <summary>Counts an address among the different ones of a domain.</summary>
    public void Visit(DomainAccounts domain, long unixSeconds, ReadOnlySpan<byte> address)
    {
        var month = Month(unixSeconds);
        domain.Tops.Turn(month);
        ref var visitors = ref domain.Tops.Visitors;
        visitors ??= OpenAddresses(domain, new TopKey(domain.Total.Domain, 0, month));
        visitors.Add(NameHash.Lasting(address, secret));
    }

    /// <summary>Has all lists give on what they count for others too; before <see cref="Changed"/> is asked for.</summary>
    public void PassOn()
    {
        // The server's files get theirs from those of domains, and give on to its directories.
        foreach (var list in lists.Values)
            if (list.Key.Domain.Length > 0)
                list.PassOn();
        foreach (var list in lists.Values)
            if (list.Key.Domain.Length == 0)
                list.PassOn();
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
        if (entries > MostEntries || addresses.Count > MostEntries / MostOfDomain)
            Forget();
    }

    /// <summary>Forgets all that the database has, so that it is read anew.</summary>
    public void Forget()
    {
        lists.Clear();
        addresses.Clear();
        foreach (var user in users)
            user.Clear();
        users.Clear();
    }

    /// <summary>The largest entries of a list of all times, largest first, without those that may owe most of their count to others.</summary>
    public IEnumerable<TopEntry> Largest(string domain, TopKind kind) =>
        lists.TryGetValue(new TopKey(domain, kind, 0), out var list)
            ? list.Entries(changedOnly: false).Where(e => e.Count > 2 * e.Error).OrderByDescending(e => e.Count).Select(e => new TopEntry(PrintableText.Of(e.Name), e.Count, e.Bytes, e.Error))
            : [];

    private long Month(long unixSeconds) => table is null ? 0 : months.Begin(unixSeconds);

    private TopList Open(DomainAccounts domain, TopKind kind, long month)
    {
        users.Add(domain.Tops);
        return Open(new TopKey(domain.Total.Domain, kind, month));
    }

    private TopList Open(TopKey key)
    {
        if (lists.TryGetValue(key, out var list))
            return list;
        // The server has lists of files and hosts too, which get what those of the domains have; its directories come from its files.
        var ofServer = key.Domain.Length == 0;
        var whole = !ofServer && key.Kind is TopKind.FtpFiles or TopKind.FtpHosts ? Open(key with { Domain = "" }) : null;
        list = new TopList(key, ofServer ? MostOfServer : MostOfDomain, whole, key.Kind == TopKind.FtpFiles ? Open(key with { Kind = TopKind.FtpDirectories }) : null);
        foreach (var (name, count, bytes, error) in table?.List(key) ?? [])
            list.Restore(NameHash.Of(name), name, count, bytes, error);
        return lists[key] = list;
    }

    private DistinctAddresses OpenAddresses(DomainAccounts domain, TopKey key)
    {
        if (addresses.TryGetValue(key, out var visitors))
            return visitors;
        users.Add(domain.Tops);
        return addresses[key] = new DistinctAddresses(key, table is null ? [] : table.Registers(key));
    }
}
