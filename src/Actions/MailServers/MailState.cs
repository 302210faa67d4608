namespace Metrics.Actions.MailServers;

/// <summary>How the mail of this machine is.</summary>
/// <param name="Wanted">What is to be in force.</param>
/// <param name="IsFiltered">Whether the filter is there.</param>
/// <param name="Servers">The mail servers.</param>
/// <param name="Problem">What could not be done about the filter, as a sentence; empty: nothing.</param>
public sealed record MailState(HoldMeasures Wanted, bool IsFiltered, IReadOnlyList<MailServerState> Servers, string Problem = "")
{
    /// <summary>Whether the guard begins holds: its configuration says so, whatever that of the web process does.</summary>
    public bool IsArmed { get; init; }

    /// <summary>How many messages each mail server lets go in a minute after a hold.</summary>
    public int PerMinute { get; init; }

    /// <summary>Everything that could not be done, as sentences.</summary>
    public IEnumerable<string> Problems => Servers.Where(server => server.Problem.Length > 0).Select(server => $"{server.Name}: {server.Problem}").Prepend(Problem).Where(problem => problem.Length > 0);
}

/// <summary>How a mail server is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsHeld">Whether it delivers nothing to others; null: it cannot be asked.</param>
/// <param name="IsRunning">Whether it runs; null: it cannot be asked.</param>
/// <param name="Queue">Messages in its queue; null: not known.</param>
/// <param name="New">Of them those that should be tried now; null: not known.</param>
/// <param name="Aside">Messages that are let go a few at a time.</param>
/// <param name="Problem">What could not be done with it or why it cannot be asked, as a sentence; empty: nothing.</param>
public sealed record MailServerState(string Name, MailServerKind Kind, bool? IsHeld, bool? IsRunning, double? Queue, double? New, int Aside, string Problem);
