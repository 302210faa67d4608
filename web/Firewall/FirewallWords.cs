using Metrics.Actions.Firewall;

namespace Metrics.Web.Firewall;

/// <summary>What is blocked, in words.</summary>
internal static class FirewallWords
{
    /// <summary>How long something still lasts, in the two largest units.</summary>
    public static string Left(long seconds) => seconds switch
    {
        < 60 => $"{seconds} s",
        < 3_600 => $"{seconds / 60} min {seconds % 60} s",
        < 86_400 => $"{seconds / 3_600} h {seconds / 60 % 60} min",
        _ => $"{seconds / 86_400} d {seconds / 3_600 % 24} h",
    };

    /// <summary>A list.</summary>
    public static string Of(ListContract list)
    {
        var malformed = list.Malformed == 0 ? "" : $", {list.Malformed} lines are no address and no network ({string.Join(", ", list.MalformedLines)}{(list.Malformed > list.MalformedLines.Count ? " …" : "")})";
        return $"{list.Entries} entries of {list.File}{malformed}{(list.Problem is { } problem ? $". It stays as it is: {problem}" : "")}";
    }
}
