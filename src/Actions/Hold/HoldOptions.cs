using System.Collections.Immutable;

namespace Metrics.Actions.Hold;

/// <summary>When mail is held. Section <c>[hold]</c>.</summary>
public sealed class HoldOptions
{
    /// <summary>Name of the rule that <c>hold.when</c> makes.</summary>
    public const string RuleName = "hold";

    /// <summary>Whether anything is done; otherwise it is told what would be.</summary>
    public bool Armed { get; set; }

    /// <summary>How far it goes when a rule begins it.</summary>
    public HoldLevel Level { get; set; } = HoldLevel.Filter;

    /// <summary>What begins one; null: nothing does but the rules below.</summary>
    public Rules.RuleExpression? When { get; set; }

    /// <summary>How long <see cref="When"/> must hold.</summary>
    public TimeSpan For { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Names of rules whose incidents begin one.</summary>
    public IReadOnlyList<string> Rules { get; set; } = [];

    /// <summary>Times of the week in which no rule begins one: a newsletter's.</summary>
    public IReadOnlyList<WeekTime> Except { get; set; } = [];

    /// <summary>Senders whose mail may be much: a rule begins none while most of the queue is theirs.</summary>
    public IReadOnlyList<string> Spared { get; set; } = [];

    /// <summary>How many messages a mail server lets go in a minute after a hold.</summary>
    public int PerMinute { get; set; } = 60;

    /// <summary>Names of all rules that begin one.</summary>
    public ImmutableArray<string> Triggers => When is null ? [.. Rules] : [RuleName, .. Rules];
}
