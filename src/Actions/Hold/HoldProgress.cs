using System.Globalization;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Hold;

/// <summary>How far mail is that is let go after a hold, in sentences.</summary>
public static class HoldProgress
{
    /// <summary>A sentence for each mail server.</summary>
    /// <param name="state">How the mail of this machine is.</param>
    /// <param name="now">The time, in the zone in which it is written.</param>
    public static IEnumerable<string> Of(MailState state, DateTimeOffset now) => state.Servers.Select(server => $"{server.Name}: {Waiting(server)}{Going(server, state.PerMinute, now)}.");

    private static string Waiting(MailServerState server) => server.Queue switch
    {
        null => "how many messages wait is not known",
        1 => "1 message waits",
        var count => string.Create(CultureInfo.InvariantCulture, $"{count} messages wait"),
    };

    private static string Going(MailServerState server, int perMinute, DateTimeOffset now) => server switch
    {
        { Aside: 0 } => ", none of them set aside",
        { Kind: MailServerKind.Qmail } => "; one goes after the other",
        _ => string.Create(CultureInfo.InvariantCulture, $"; {server.Aside} of before go, {perMinute} a minute, the last at about {now.AddMinutes((double)server.Aside / Math.Max(1, perMinute)):HH:mm}"),
    };
}
