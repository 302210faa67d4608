using System.Collections.Immutable;

namespace Metrics.Web.Access;

/// <summary>Somebody who may sign in.</summary>
/// <param name="Name">The name, as typed at the sign-in.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Domains">The domains of an owner, in lower case.</param>
/// <param name="Password">Hash of the password; null when only a trusted proxy can say that somebody is this user.</param>
/// <param name="Stamp">Changes with password and role; sessions carry it and end with it.</param>
/// <param name="Created">When the user was added.</param>
internal sealed record User(string Name, Role Role, ImmutableArray<string> Domains, string? Password, string Stamp, DateTimeOffset Created)
{
    private const int LongestName = 64;

    /// <summary>What is wrong with a name, as a sentence; null when it can be one.</summary>
    public static string? FaultOfName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@')
            ? null
            : $"A user's name has 1 to {LongestName} letters, digits, dots, dashes, underscores and at signs.";

    /// <summary>What is wrong with a domain, as a sentence; null when it can be one.</summary>
    public static string? FaultOfDomain(string domain) =>
        domain.Length <= 253 && Uri.CheckHostName(domain) == UriHostNameType.Dns && domain.All(char.IsAscii)
            ? null
            : "A domain is a name such as example.net; international ones are written as xn--….";
}
