using System.Collections.Immutable;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Incidents;

/// <summary>One time that a rule held for one of its subjects.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Subject">What the rule's patterns found; empty where there are none.</param>
/// <param name="Title">What it is about. Text from outside.</param>
/// <param name="Series">Names of the series that it is about.</param>
/// <param name="Level">How bad it is now, or was at its end.</param>
/// <param name="Worst">How bad it was at worst.</param>
/// <param name="Value">The number that raised it; NaN where there is none.</param>
/// <param name="Started">When it was raised.</param>
/// <param name="Ended">When it was over; null while it lasts.</param>
public sealed record Incident(
    long Id, string Rule, string Subject, string Title, ImmutableArray<string> Series, RuleLevel Level, RuleLevel Worst, double Value, DateTimeOffset Started, DateTimeOffset? Ended)
{
    /// <summary>Who has said that he looks after it; null: nobody.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>Who has ended it by hand; null: nobody, the rule did, or it lasts.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>Whether it comes and goes too often to be told each time.</summary>
    public bool IsFlapping { get; init; }

    /// <summary>What there is to say beside the title, such as lines of a log: text from outside.</summary>
    public ImmutableArray<string> Details { get; init; } = [];

    /// <summary>Whether somebody must look now.</summary>
    public bool IsCritical => Level == RuleLevel.Critical;

    /// <summary>How long it has lasted, or did.</summary>
    public TimeSpan LengthAt(DateTimeOffset now) => (Ended ?? now) is var end && end > Started ? end - Started : TimeSpan.Zero;
}
