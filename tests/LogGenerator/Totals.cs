using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>What a generated log says in truth: per domain (empty: the server), user (empty: the domain) and measure.</summary>
public sealed class Totals
{
    private readonly Dictionary<(string Domain, string User, Measure Measure), long> values = [];
    private readonly Dictionary<(string Domain, TopKind Kind, string Name), (long Count, long Bytes)> ranked = [];

    /// <summary>All of them that are not zero, in order.</summary>
    public IEnumerable<(string Domain, string User, Measure Measure, long Value)> All =>
        values.Where(v => v.Value != 0).Select(v => (v.Key.Domain, v.Key.User, v.Key.Measure, v.Value)).Order();

    /// <summary>What lists rank whose names are so few that none is left out: per domain (empty: the server), kind and name.</summary>
    public IEnumerable<(string Domain, TopKind Kind, string Name, long Count, long Bytes)> Ranked =>
        ranked.Select(r => (r.Key.Domain, r.Key.Kind, r.Key.Name, r.Value.Count, r.Value.Bytes)).Order();

    /// <summary>A value; zero when nothing was counted.</summary>
    public long this[string domain, string user, Measure measure] => values.GetValueOrDefault((domain, user, measure));

    /// <summary>Counts a name of a list.</summary>
    public void Rank(string domain, TopKind kind, string name, long bytes)
    {
        var key = (domain, kind, name);
        var (count, sum) = ranked.GetValueOrDefault(key);
        ranked[key] = (count + 1, sum + bytes);
    }

    /// <summary>Counts for the server.</summary>
    public void Server(Measure measure, long value = 1) => Add("", "", measure, value);

    /// <summary>Counts for the server, for the domain and for the user of an address.</summary>
    public void Address(string address, Measure measure, long value = 1)
    {
        Server(measure, value);
        var (user, domain) = Split(address);
        Add(domain, "", measure, value);
        Add(domain, user, measure, value);
    }

    /// <summary>Counts for a domain or a user of it.</summary>
    public void Add(string domain, string user, Measure measure, long value)
    {
        var key = (domain, user, measure);
        values[key] = values.GetValueOrDefault(key) + value;
    }

    /// <summary>User and domain of an address.</summary>
    public static (string User, string Domain) Split(string address)
    {
        var at = address.LastIndexOf('@');
        return (address[..at], address[(at + 1)..]);
    }
}
