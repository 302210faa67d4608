using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Usage;

/// <summary>Counts in memory, hour by hour, what has not been written to the database yet.</summary>
/// <remarks>Accounts exist for the server, for the domains that were declared, and for users of these; never for names that only
/// strangers use. Users of one domain are bounded: beyond that they are counted together.</remarks>
internal sealed class Ledger
{
    /// <summary>Name of the account that counts users beyond the bound.</summary>
    public const string Others = "*";

    private readonly Dictionary<byte[], DomainAccounts> domains;
    private readonly Dictionary<byte[], DomainAccounts>.AlternateLookup<ReadOnlySpan<byte>> byName;
    private static readonly IdnMapping Idn = new();

    // Replaced as a whole: others read it.
    private volatile ImmutableList<string> names = [];
    private readonly List<Account> counted = [];
    private readonly List<UsageRow> finished = [];
    private readonly HourClock hours;
    private readonly int mostUsers;

    /// <summary>Counts for a server and its domains.</summary>
    /// <param name="localDomains">The domains, in lower case.</param>
    /// <param name="zone">The zone whose hours and days are counted.</param>
    /// <param name="mostUsers">Users of a domain that are told apart.</param>
    public Ledger(IEnumerable<string> localDomains, TimeZoneInfo zone, int mostUsers)
    {
        hours = new HourClock(zone);
        this.mostUsers = mostUsers;
        domains = ByteKeys.IgnoreCase.Dictionary(out byName);
        foreach (var domain in localDomains)
            Add(domain);
    }

    /// <summary>Domains there can be.</summary>
    public const int MostDomains = 100_000;

    /// <summary>The names of the domains, in the order in which they came.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Adds a domain, unless it is there. An international one is known in both its forms (RFC 5891) and has its accounts under that in ASCII.</summary>
    public void Add(string domain)
    {
        if (names.Count >= MostDomains)
            return;
        var (ascii, unicode) = Forms(domain);
        if (!domains.TryAdd(Encoding.UTF8.GetBytes(ascii), new DomainAccounts(ascii)))
            return;
        domains.TryAdd(Encoding.UTF8.GetBytes(unicode), domains[Encoding.UTF8.GetBytes(ascii)]);
        names = names.Add(ascii);
    }

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
    public DomainAccounts Whole { get; } = new("");

    /// <summary>The account of the server.</summary>
    public Account Server => Whole.Total;

    /// <summary>The domain of this name, in any case, if it is one of the server's.</summary>
    public DomainAccounts? Domain(ReadOnlySpan<byte> name) => byName.TryGetValue(name, out var domain) ? domain : null;

    /// <summary>A user of a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="name">The name, in any case.</param>
    public Account User(DomainAccounts domain, ReadOnlySpan<byte> name) => domain.User(name, mostUsers);

    /// <summary>The counts of an account for the hour that a time is in; add to them at once.</summary>
    public Counts At(Account account, long unixSeconds)
    {
        var hour = hours.Begin(unixSeconds);
        if (account.Hour != hour || !account.Counted)
            Turn(account, hour);
        return new Counts(account.Counts);
    }

    /// <summary>Takes all that was counted since the last time.</summary>
    public List<UsageRow> Take()
    {
        foreach (var account in counted)
            Finish(account);
        counted.Clear();
        var taken = new List<UsageRow>(finished);
        finished.Clear();
        return taken;
    }

    private void Turn(Account account, long hour)
    {
        if (account.Counted)
            Finish(account);
        else
            counted.Add(account);
        (account.Hour, account.Counted) = (hour, true);
    }

    private void Finish(Account account)
    {
        for (var measure = 0; measure < Account.Measures; measure++)
        {
            if (account.Counts[measure] != 0)
                finished.Add(new UsageRow(account, account.Hour, (Measure)measure, account.Counts[measure]));
        }
        account.Counts.Clear();
        account.Counted = false;
    }
}
