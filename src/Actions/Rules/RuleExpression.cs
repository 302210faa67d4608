using System.Collections.Immutable;
using Metrics.Actions.Rules.Language;

namespace Metrics.Actions.Rules;

/// <summary>An expression of the rule language, read and checked: true, false, or unknown for each thing that its patterns find.</summary>
public sealed class RuleExpression
{
    private const double Margin = 0.05;

    private RuleExpression(string text, RuleNode root, ImmutableArray<SeriesUse> series, RulePlace start) => (Text, Root, Series, Start) = (text, root, series, start);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Where it begins.</summary>
    public RulePlace Start { get; }

    /// <summary>The series it names, in the order in which they stand.</summary>
    internal ImmutableArray<SeriesUse> Series { get; }

    /// <summary>The tree.</summary>
    internal RuleNode Root { get; }

    /// <summary>The same with each number that something is compared with moved by 5 % towards all being well: what must be false for an incident to be over.</summary>
    internal RuleNode Eased => Ease(Root);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="start">Where it begins; null: it stands in no file.</param>
    /// <exception cref="RuleLanguageException">It cannot be understood.</exception>
    public static RuleExpression Parse(string text, RulePlace? start = null)
    {
        var root = RuleGrammar.Read(text, out var series);
        if (!root.IsTruth)
            throw new RuleLanguageException(root.At, "A rule takes something that is true or false, such as load.1m > 8; found a number.");
        return new RuleExpression(text, root, series, start ?? RulePlace.None);
    }

    private static RuleNode Ease(RuleNode node) => node switch
    {
        ComparisonNode { Operator: ">" or ">=", Right: NumberNode number } above => above with { Right = number with { Value = number.Value - Margin * Math.Abs(number.Value) } },
        ComparisonNode { Operator: "<" or "<=", Right: NumberNode number } below => below with { Right = number with { Value = number.Value + Margin * Math.Abs(number.Value) } },
        LogicNode both => both with { Left = Ease(both.Left), Right = Ease(both.Right) },
        _ => node,
    };

    /// <inheritdoc/>
    public override string ToString() => Text;
}
