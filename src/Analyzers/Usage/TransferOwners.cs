using System.Numerics;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Mail;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Usage;

/// <summary>Whom transfers of files are counted for. The same users fetch the same files again and again: who came last is known by the hashes of what was
/// written, without a look at it.</summary>
/// <param name="ledger">Has the accounts.</param>
internal sealed class TransferOwners(Ledger ledger)
{
    private const int RecentBits = 12;

    // Of users, those who are counted together, and those whose log is of one domain whatever their names say.
    private const ulong Guest = 1;
    private const ulong OfLog = 2;

    // At places by the upper bits of their hashes. What is of no domain may be of one that comes later.
    private readonly (ulong Path, DomainAccounts? Domain)[] paths = new (ulong, DomainAccounts?)[1 << RecentBits];
    private readonly Owner[] users = new Owner[1 << RecentBits];
    private int version = ledger.Version;

    /// <summary>Finds who it is.</summary>
    /// <param name="transfer">A transfer.</param>
    /// <param name="path">Hash of its path.</param>
    /// <param name="logDomain">The domain that all of the log is of; null when its lines say which.</param>
    public Owner Of(in FtpTransfer transfer, ulong path, DomainAccounts? logDomain)
    {
        if (version != ledger.Version)
        {
            Array.Clear(users);
            version = ledger.Version;
        }
        var place = logDomain ?? Domain(transfer.Path, path);
        // Turned by half: users who are called as their domains would be one user.
        var key = (transfer.Anonymous ? Guest : NameHash.Of(transfer.User)) ^ BitOperations.RotateLeft(place?.NameKey ?? 0, 32) ^ (logDomain is null ? 0 : OfLog);
        ref var known = ref users[key >> (64 - RecentBits)];
        if (known.Key != key || known.Account is null)
            known = Find(transfer, key, logDomain, place);
        return known;
    }

    private Owner Find(in FtpTransfer transfer, ulong key, DomainAccounts? logDomain, DomainAccounts? place)
    {
        // Of a guest it is what he gave as his password: anybody can give any address.
        MailAddress.Split(transfer.Anonymous ? "anonymous"u8 : transfer.User, out var user, out var domainName);
        var domain = logDomain ?? ledger.Domain(domainName) ?? place;
        return new Owner(key, domain, domain is null ? ledger.Server : ledger.User(domain, user));
    }

    private DomainAccounts? Domain(ReadOnlySpan<byte> path, ulong hash)
    {
        ref var known = ref paths[hash >> (64 - RecentBits)];
        if (known.Path == hash && known.Domain is not null)
            return known.Domain;
        var domain = Domain(path);
        known = (hash, domain);
        return domain;
    }

    // Hosting servers keep each domain below a directory of its name.
    private DomainAccounts? Domain(ReadOnlySpan<byte> path)
    {
        while (!path.IsEmpty)
        {
            var slash = path.IndexOf((byte)'/');
            var part = slash < 0 ? path : path[..slash];
            if (part.IndexOf((byte)'.') > 0 && ledger.Domain(part) is { } domain)
                return domain;
            path = slash < 0 ? [] : path[(slash + 1)..];
        }
        return null;
    }

    /// <summary>Who it is.</summary>
    /// <param name="Key">Of the user, the domain of the log or of the path, and what else makes a difference.</param>
    /// <param name="Domain">The domain; null for none of the server's.</param>
    /// <param name="Account">The user of it; the server where there is no domain.</param>
    internal readonly record struct Owner(ulong Key, DomainAccounts? Domain, Account Account);
}
