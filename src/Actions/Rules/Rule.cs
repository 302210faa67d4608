using System.Collections.Immutable;

namespace Metrics.Actions.Rules;

/// <summary>When somebody is to be told. Section <c>[rule.NAME]</c>, or one of those that come with the program.</summary>
/// <param name="Name">Its name.</param>
public sealed record Rule(string Name)
{
    /// <summary>What raises a warning; null: nothing does.</summary>
    public RuleExpression? Warning { get; init; }

    /// <summary>What raises what is critical; null: nothing does.</summary>
    public RuleExpression? Critical { get; init; }

    /// <summary>What must hold for an incident to be over; null: that nothing raises it, by a margin of 5 % where it is compared with a number.</summary>
    public RuleExpression? Clear { get; init; }

    /// <summary>How long it must hold before it raises.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How long it must be over before it counts as over.</summary>
    public TimeSpan KeepFor { get; init; }

    /// <summary>What it is about, for people; empty: the rule's name. <c>*</c> stands for what its patterns have found.</summary>
    public string Text { get; init; } = "";

    /// <summary>Names of the receivers who are told; empty: all.</summary>
    public ImmutableArray<string> Alerts { get; init; } = [];

    /// <summary>Names of rules whose incidents explain this one's: while one of them fires, nobody is told.</summary>
    public ImmutableArray<string> MutedBy { get; init; } = [];

    /// <summary>Whether it is looked at.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether series that are not there are a matter of course: of the rules that come with the program.</summary>
    public bool Optional { get; init; }

    /// <summary>The expressions it has, in the order of the keys.</summary>
    internal IEnumerable<RuleExpression> Expressions => new[] { Warning, Critical, Clear }.OfType<RuleExpression>();

    /// <summary>What contradicts itself between its expressions; null when nothing does.</summary>
    public RuleFault? Fault
    {
        get
        {
            var stars = Expressions.SelectMany(e => e.Series).Where(s => s.Stars > 0).ToArray();
            return stars.FirstOrDefault(s => s.Stars != stars[0].Stars) is { } other
                ? new RuleFault(other.At, $"{other.Pattern} has {other.Stars} stars and {stars[0].Pattern} {stars[0].Stars}: they stand for the same parts, so there must be as many.")
                : null;
        }
    }
}
