using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Usage;

/// <summary>Counts in memory, hour by hour, what has not been written to the database yet.</summary>
/// <remarks>Accounts exist for the server, for the domains that were declared, and for users of these; never for names that only
/// strangers use. Users of one domain are bounded: beyond that they are counted together. What is counted for a user is counted for the domain and for the server
/// when the hour is over or the counts are taken, so that a line changes few numbers. Only <see cref="Measure.MailReceived"/> is each account's own.</remarks>
internal sealed class Ledger
{
    /// <summary>Name of the account that counts users beyond the bound.</summary>
    public const string Others = "*";

    // By the hash of the name in any case.
    private readonly NameTable<DomainAccounts> domains = new();
    private static readonly IdnMapping Idn = new();

    // Replaced as a whole: others read it.
    private volatile ImmutableList<string> names = [];
    private List<UsageRow> finished = [];
    private readonly HourClock hours;
    private readonly int mostUsers;

    // Accounts for which something was counted in the hour, by their depth.
    private readonly List<Account>[] counted = [.. Enumerable.Range(0, Account.Depths).Select(_ => new List<Account>())];
    private long hour = long.MinValue;

    /// <summary>Counts for a server and its domains.</summary>
    /// <param name="localDomains">The domains, in lower case.</param>
    /// <param name="zone">The zone whose hours and days are counted.</param>
    /// <param name="mostUsers">Users of a domain that are told apart.</param>
    public Ledger(IEnumerable<string> localDomains, TimeZoneInfo zone, int mostUsers)
    {
        hours = new HourClock(zone);
        this.mostUsers = mostUsers;
        foreach (var domain in localDomains)
            Add(domain);
    }

    /// <summary>Domains there can be.</summary>
    public const int MostDomains = 100_000;

    /// <summary>The names of the domains, in the order in which they came.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Another one each time when a name may be of another account than before.</summary>
    public int Version { get; private set; }

    /// <summary>Adds a domain, unless it is there. An international one is known in both its forms (RFC 5891) and has its accounts under that in ASCII.</summary>
    /// <returns>The name of its accounts; null where it was there, or is one too many.</returns>
    public string? Add(string domain)
    {
        if (names.Count >= MostDomains)
            return null;
        var (ascii, unicode) = Forms(domain);
        var accounts = new DomainAccounts(ascii, Server);
        if (domains.Find(Hash(ascii)) is not null)
            return null;
        domains.Set(Hash(ascii), accounts);
        domains.Set(Hash(unicode), accounts);
        names = names.Add(ascii);
        Version++;
        return ascii;
    }

    private static ulong Hash(string name) => NameHash.OfAnyCase(Encoding.UTF8.GetBytes(name));

    private static (string Ascii, string Unicode) Forms(string domain)
    {
        try
        {
            var ascii = Idn.GetAscii(domain.ToLowerInvariant());
            return (ascii, Idn.GetUnicode(ascii));
        }
        catch (ArgumentException)
        {
            return (domain, domain);
        }
    }

    /// <summary>The server as a whole.</summary>
    public DomainAccounts Whole { get; } = new("", null);

    /// <summary>The account of the server.</summary>
    public Account Server => Whole.Total;

    /// <summary>The domain of this name, in any case, if it is one of the server's.</summary>
    public DomainAccounts? Domain(ReadOnlySpan<byte> name) => name.IsEmpty ? null : domains.Find(NameHash.OfAnyCase(name));

    /// <summary>Takes back the accounts that the database has of some domains, so that the bound on users is one for all times, not for each process.</summary>
    /// <param name="known">Domain, user and number of each; of domains that are not the server's any more nothing is taken.</param>
    public void Restore(IEnumerable<(string Domain, string User, long Number)> known)
    {
        foreach (var (domain, user, number) in known)
            (domain.Length == 0 ? Whole : domains.Find(Hash(domain)))?.Restore(user, number);
        Version++;
    }

    /// <summary>Forgets users that the database has no more; while nothing is counted for them.</summary>
    /// <param name="numbers">Numbers of their accounts.</param>
    public void Forget(IReadOnlySet<long> numbers)
    {
        foreach (var name in names)
            domains.Find(Hash(name))!.Forget(numbers);
        Version++;
    }

    /// <summary>A user of a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="name">The name, in any case.</param>
    public Account User(DomainAccounts domain, ReadOnlySpan<byte> name) => domain.User(name, mostUsers);

    /// <summary>The counts of an account for the hour that a time is in; add to them at once.</summary>
    public Counts At(Account account, long unixSeconds)
    {
        if ((ulong)(unixSeconds - hour) >= 3_600)
            Turn(unixSeconds);
        return new Counts(account, account.Counts ?? Begin(account));
    }

    /// <summary>Takes all that was counted since the last time.</summary>
    public List<UsageRow> Take()
    {
        Finish();
        var taken = finished;
        finished = [];
        return taken;
    }

    private void Turn(long unixSeconds)
    {
        Finish();
        hour = hours.Begin(unixSeconds);
    }

    private long[] Begin(Account account)
    {
        counted[account.Depth].Add(account);
        return account.Counts = new long[account.NeedsAll ? Account.Measures : Account.FewMeasures];
    }

    // The deepest first, since they give on what they have.
    private void Finish()
    {
        for (var depth = Account.Depths - 1; depth >= 0; depth--)
        {
            foreach (var account in counted[depth])
                Finish(account);
            counted[depth].Clear();
        }
    }

    private void Finish(Account account)
    {
        var counts = account.Counts!;
        account.Counts = null;
        if (!counts.AsSpan().ContainsAnyExcept(0))
            return;
        finished.Add(new UsageRow(account, hour, counts));
        if (account.Whole is not { } whole)
            return;
        var sums = new Counts(whole, whole.Counts ?? Begin(whole));
        for (var measure = 0; measure < counts.Length; measure++)
            if (counts[measure] != 0 && (Measure)measure != Measure.MailReceived)
                sums.Add((Measure)measure, counts[measure]);
    }
}
