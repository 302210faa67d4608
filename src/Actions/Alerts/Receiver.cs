using System.Collections.Immutable;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>Who is told, and how. Section <c>[alert.NAME]</c>.</summary>
/// <param name="Name">Its name.</param>
public sealed record Receiver(string Name)
{
    /// <summary>Mail addresses.</summary>
    public ImmutableArray<string> Mail { get; init; } = [];

    /// <summary>Where a JSON document is posted to; empty: nowhere.</summary>
    public string Webhook { get; init; } = "";

    /// <summary>What is posted there.</summary>
    public WebhookForm Form { get; init; }

    /// <summary>File of the secret that signs what is posted; empty: it is not signed.</summary>
    public string SecretFile { get; init; } = "";

    /// <summary>Name of the systemd credential that has it.</summary>
    public string SecretCredential { get; init; } = "";

    /// <summary>A program and its arguments, which gets the JSON document as its input; empty: none.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The least level that is told.</summary>
    public RuleLevel Level { get; init; } = RuleLevel.Warning;

    /// <summary>How long an incident lasts without being acknowledged before it is told: for who is asked when the first do not answer.</summary>
    public TimeSpan After { get; init; }

    /// <summary>How often is reminded of what lasts and is not acknowledged; zero: never.</summary>
    public TimeSpan Repeat { get; init; } = TimeSpan.FromHours(4);

    /// <summary>The least time between two messages: what comes meanwhile is told together.</summary>
    public TimeSpan Group { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Hours in which only what is critical is told.</summary>
    public ImmutableArray<WeeklyHours> Quiet { get; init; } = [];

    /// <summary>Whether a local time is quiet.</summary>
    public bool IsQuiet(DateTime local) => Quiet.Any(hours => hours.Covers(local));
}
