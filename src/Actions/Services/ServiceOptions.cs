using System.Collections.Immutable;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Services;

/// <summary>A service that can be restarted, by a person or by a watchdog. Section <c>[service.NAME]</c>; the guard reads what it runs from the same file.</summary>
/// <param name="Name">Its name.</param>
public sealed record ServiceOptions(string Name)
{
    /// <summary>Its unit of systemd; empty: <see cref="MailServer"/> or <see cref="RestartCommand"/>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The <c>[mailserver.NAME]</c> that it is; empty: none.</summary>
    public string MailServer { get; init; } = "";

    /// <summary>The program that restarts it where there is no systemd, with its arguments.</summary>
    public ImmutableArray<string> RestartCommand { get; init; } = [];

    /// <summary>The program that must end with 0 before it is restarted, with its arguments: the check of its configuration; empty: none.</summary>
    public ImmutableArray<string> Test { get; init; } = [];

    /// <summary>The least time between two restarts: what is asked for meanwhile is done once, at its end.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What makes a watchdog restart it; null: nothing does.</summary>
    public RuleExpression? When { get; init; }

    /// <summary>How often a watchdog restarts it within <see cref="Within"/>, until it gives up.</summary>
    public int Most { get; init; } = 3;

    /// <summary>See <see cref="Most"/>.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromHours(6);
}
