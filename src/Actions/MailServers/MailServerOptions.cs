using System.Collections.Immutable;

namespace Metrics.Actions.MailServers;

/// <summary>A mail server of this machine. Section <c>[mailserver.NAME]</c>; who holds it reads this from a file that only root can write.</summary>
/// <param name="Name">Its name.</param>
public sealed record MailServerOptions(string Name)
{
    /// <summary>What it is.</summary>
    public MailServerKind Kind { get; init; }

    /// <summary>Its units of systemd; null: the usual ones of its kind, where systemd runs; empty: none, wherever it runs.</summary>
    public ImmutableArray<string>? Units { get; init; }

    /// <summary>The program that stops it where there is no systemd, with its arguments; empty: the usual one of its kind.</summary>
    public ImmutableArray<string> StopCommand { get; init; } = [];

    /// <summary>The program that starts it where there is no systemd, with its arguments.</summary>
    public ImmutableArray<string> StartCommand { get; init; } = [];

    /// <summary>Its configuration: a directory of Postfix, Sendmail and qmail, a file of Exim; empty: the usual one.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Where its queue is; empty: the usual place.</summary>
    public string Queue { get; init; } = "";

    /// <summary>The program of Exim, OpenSMTPD or Sendmail, as an absolute path; empty: the usual one.</summary>
    public string Program { get; init; } = "";

    /// <summary>Directories of qmail's services, as daemontools knows them; qmail-send's is the first.</summary>
    public ImmutableArray<string> Services { get; init; } = [];
}
