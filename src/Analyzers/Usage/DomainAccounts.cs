using System.Text;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;

namespace Metrics.Analyzers.Usage;

/// <summary>A domain of the server and its users.</summary>
internal sealed class DomainAccounts
{
    /// <summary>Longest name of a user, in bytes; longer ones are cut.</summary>
    public const int MostNameBytes = 128;

    private readonly Dictionary<byte[], Account> users;
    private readonly Dictionary<byte[], Account>.AlternateLookup<ReadOnlySpan<byte>> byName;
    private Account? others;

    /// <summary>A domain without users.</summary>
    public DomainAccounts(string name)
    {
        Total = new Account(name, "");
        users = ByteKeys.IgnoreCase.Dictionary(out byName);
    }

    /// <summary>The account of the domain itself.</summary>
    public Account Total { get; }

    /// <summary>Its lists.</summary>
    public DomainTops Tops { get; } = new();

    /// <summary>A user; beyond the bound the account of all others.</summary>
    /// <param name="name">In any case; what is beyond <see cref="MostNameBytes"/> is left out.</param>
    /// <param name="most">Users that are told apart.</param>
    public Account User(ReadOnlySpan<byte> name, int most)
    {
        if (name.Length > MostNameBytes)
            name = name[..MostNameBytes];
        if (byName.TryGetValue(name, out var user))
            return user;
        if (users.Count >= most || name.IsEmpty)
            return others ??= new Account(Total.Domain, Ledger.Others);
        user = new Account(Total.Domain, Encoding.UTF8.GetString(name).ToLowerInvariant());
        users.Add(name.ToArray(), user);
        return user;
    }
}
