using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Metrics.Web.Configuration;

namespace Metrics.Web.Access;

/// <summary>The one place where passwords are checked, of users and of shares, from forms and from HTTP Basic: slowed for each address and
/// each account, in the same time whether the account exists or not.</summary>
internal sealed partial class PasswordCheck(Passwords passwords, TimeProvider time, ILogger<PasswordCheck> log)
{
    private const int MostRemembered = 1_000;
    private const int LongestAccount = 80;

    private readonly AttemptLimit addresses = new(time, free: 10, longest: TimeSpan.FromMinutes(15));

    // Short, since anybody can make the owner of an account wait by guessing his password.
    private readonly AttemptLimit accounts = new(time, free: 10, longest: TimeSpan.FromSeconds(30));

    // Programs send their password with every request; a tenth of a second each would be too much. The key of the digests dies with the process.
    private readonly ConcurrentDictionary<string, bool> remembered = new(StringComparer.Ordinal);
    private readonly byte[] digestKey = RandomNumberGenerator.GetBytes(32);

    private long failures;
    private long refusals;

    /// <summary>Wrong names and passwords since the start.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Attempts that came too soon after others, since the start.</summary>
    public long Refusals => Interlocked.Read(ref refusals);

    /// <summary>Checks a password.</summary>
    /// <param name="address">Where it comes from; null over a Unix socket.</param>
    /// <param name="account">Name of the account, with a word before it for its kind.</param>
    /// <param name="hash">Hash of the right one; null when there is no such account.</param>
    /// <param name="password">The one that was sent.</param>
    /// <param name="cancel">Ends the wait for a turn.</param>
    public async Task<SignInOutcome> CheckAsync(IPAddress? address, string account, string? hash, string password, CancellationToken cancel)
    {
        // Longer ones are no account's; what is remembered of each has to be bounded.
        account = account.Length > LongestAccount ? account[..LongestAccount] : account;
        var digest = Digest(account, hash, password);
        if (remembered.ContainsKey(digest))
            return SignInOutcome.Right;
        var place = Place(address);
        var wait = addresses.Begin(place);
        if (wait == TimeSpan.Zero)
            wait = accounts.Begin(account);
        if (wait > TimeSpan.Zero)
        {
            Interlocked.Increment(ref refusals);
            return SignInOutcome.Later(wait);
        }
        if (await passwords.VerifyAsync(hash, password, cancel) is not { } isRight)
            return SignInOutcome.Later(TimeSpan.FromSeconds(5));
        if (!isRight)
        {
            Interlocked.Increment(ref failures);
            LogWrong(ConfigValue.Printable(account), place);
            return SignInOutcome.Wrong;
        }
        // Not all of the address: its own account would otherwise be a way to guess at another one without end.
        addresses.Forgive(place, all: false);
        accounts.Forgive(account, all: true);
        if (remembered.Count >= MostRemembered)
            remembered.Clear();
        remembered[digest] = true;
        return SignInOutcome.Right;
    }

    /// <summary>What counts as one place: an address, and for IPv6 the network of 64 bits that a single customer has to himself.</summary>
    internal static string Place(IPAddress? address)
    {
        if (address is null)
            return "unix";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? address.ToString() : $"{new IPAddress([.. bytes[..8], .. new byte[8]])}/64";
    }

    /// <summary>The hash is part of it: another password of the account makes it another digest.</summary>
    private string Digest(string account, string? hash, string password) =>
        Convert.ToBase64String(HMACSHA256.HashData(digestKey, Encoding.UTF8.GetBytes($"{account.Length}:{account}{hash}\n{password}")));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Wrong password for {Account} from {Place}.")]
    private partial void LogWrong(string account, string place);
}
