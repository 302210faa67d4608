using System.Text;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;

namespace Metrics.Analyzers.Usage;

/// <summary>A domain of the server and its users.</summary>
/// <param name="name">Its name; empty for the server itself.</param>
/// <param name="whole">The account of the server; null for the server itself.</param>
internal sealed class DomainAccounts(string name, Account? whole)
{
    /// <summary>Longest name of a user, in bytes; longer ones are cut.</summary>
    public const int MostNameBytes = 128;

    // By the hash of the name in any case.
    private readonly NameTable<Account> users = new();
    private Account? others;

    /// <summary>The account of the domain itself.</summary>
    public Account Total { get; } = new(name, "", whole);

    /// <summary>Its lists.</summary>
    public DomainTops Tops { get; } = new();

    /// <summary>A user; beyond the bound the account of all others.</summary>
    /// <param name="name">In any case; what is beyond <see cref="MostNameBytes"/> is left out.</param>
    /// <param name="most">Users that are told apart.</param>
    public Account User(ReadOnlySpan<byte> name, int most)
    {
        if (name.Length > MostNameBytes)
            name = name[..MostNameBytes];
        var hash = NameHash.OfAnyCase(name);
        if (users.Find(hash) is { } known)
            return known;
        if (users.Count >= most || name.IsEmpty)
            return others ??= new Account(Total.Domain, Ledger.Others, Total);
        var user = new Account(Total.Domain, Encoding.UTF8.GetString(name).ToLowerInvariant(), Total);
        users.Set(hash, user);
        return user;
    }
}
