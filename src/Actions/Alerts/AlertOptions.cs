using System.Collections.Frozen;
using System.Collections.Immutable;
using Metrics.Actions.Mail;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>What is looked at, and who is told.</summary>
public sealed class AlertOptions
{
    /// <summary>The rules, with those that come with the program.</summary>
    public required ImmutableArray<Rule> Rules { get; init; }

    /// <summary>Who is told.</summary>
    public required ImmutableArray<Receiver> Receivers { get; init; }

    /// <summary>Hours of every week in which nobody is told.</summary>
    public ImmutableArray<PlannedSilence> Silences { get; init; } = [];

    /// <summary>How mail goes.</summary>
    public required MailOptions Mail { get; init; }

    /// <summary>Name of the server in what is told.</summary>
    public required string Server { get; init; }

    /// <summary>The zone of quiet hours and of times in mails.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Time between two looks.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Asked for after each look, so that somebody elsewhere notices when there is none; empty: nothing.</summary>
    public string Heartbeat { get; init; } = "";

    /// <summary>The rules by their names.</summary>
    internal FrozenDictionary<string, Rule> RulesByName => byName ??= Rules.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);

    private FrozenDictionary<string, Rule>? byName;
}
