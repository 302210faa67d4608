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

    /// <summary>Hash of its name.</summary>
    public ulong NameKey { get; } = NameHash.Of(Encoding.UTF8.GetBytes(name));

    /// <summary>Its lists.</summary>
    public DomainTops Tops { get; } = new();

    /// <summary>A user; beyond the bound the account of all others.</summary>
    /// <param name="name">In any case; what is beyond <see cref="MostNameBytes"/> is left out.</param>
    /// <param name="most">Users that are told apart.</param>
    public Account User(ReadOnlySpan<byte> name, int most)
    {
        name = Short(name);
        var hash = Hash(name);
        if (users.Find(hash) is { } known)
            return known;
        // Whoever is called like the account of all others is one of them.
        if (users.Count >= most || name.IsEmpty || name.SequenceEqual("*"u8))
            return others ??= new Account(Total.Domain, Ledger.Others, Total);
        var user = new Account(Total.Domain, Text(name), Total);
        users.Set(hash, user);
        return user;
    }

    /// <summary>A user that something was counted for already; null where there is none. For names that anybody can make up.</summary>
    /// <param name="name">In any case.</param>
    public Account? Known(ReadOnlySpan<byte> name) => users.Find(Hash(Short(name)));

    /// <summary>Takes back an account that the database has.</summary>
    /// <param name="user">Name of the user; empty for the domain itself.</param>
    /// <param name="number">Its number there.</param>
    public void Restore(string user, long number)
    {
        var account = user switch
        {
            "" => Total,
            Ledger.Others => others ??= new Account(Total.Domain, user, Total),
            _ => new Account(Total.Domain, user, Total),
        };
        account.Number = number;
        if (account != Total && account != others)
            users.Set(Hash(user), account);
    }

    /// <summary>Forgets users.</summary>
    /// <param name="numbers">Numbers of their accounts; who has one no more gets another when it is needed.</param>
    public void Forget(IReadOnlySet<long> numbers)
    {
        foreach (var account in users.Values.Where(account => numbers.Contains(account.Number)).ToArray())
        {
            users.Remove(Hash(account.User));
            account.Number = 0;
        }
    }

    // The same before and after a restart: of a name that is not all ASCII the database has another one.
    private static ulong Hash(ReadOnlySpan<byte> name) => Ascii.IsValid(name) ? NameHash.OfAnyCase(name) : Hash(Text(name));

    // The name as the database has it.
    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name).ToLowerInvariant();

    private static ulong Hash(string user) => NameHash.OfAnyCase(Encoding.UTF8.GetBytes(user));

    private static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> name) => name[..Math.Min(name.Length, MostNameBytes)];
}
