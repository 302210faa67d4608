using System.Collections.Immutable;

namespace Metrics.Analyzers.Custom;

/// <summary>A condition on a field: <c>status >= 500</c>.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Column">Where the condition is written, from 1.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Number">With which number; NaN for a text.</param>
/// <param name="Text">With which text; null for a number.</param>
public sealed record LineCondition(string Field, int Column, LineOperator Operator, double Number, string? Text)
{
    private const int LongestText = 1_000;

    /// <summary>Whether numbers are compared.</summary>
    public bool OfNumber => Text is null;

    /// <summary>Reads conditions that all have to hold, with <c>and</c> between them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">The line whose fields they are about.</param>
    /// <exception cref="PatternException">They are wrong.</exception>
    public static ImmutableArray<LineCondition> Parse(string text, LinePattern line)
    {
        if (text.Length > LongestText)
            throw new PatternException(LongestText + 1, $"the condition is longer than {LongestText} characters.");
        ImmutableArray<LineCondition> conditions = [.. PatternGrammar.Read(PatternGrammar.Conditions, text)];
        foreach (var one in conditions)
        {
            line.Field(one.Field, one.Column, one.OfNumber);
            if (one.OfNumber && one.Operator is (LineOperator.Contains or LineOperator.Begins or LineOperator.Ends))
                throw new PatternException(one.Column, "contains, begins and ends take a text in quotes.");
            if (!one.OfNumber && one.Operator is (LineOperator.Below or LineOperator.AtMost or LineOperator.Above or LineOperator.AtLeast))
                throw new PatternException(one.Column, "<, <=, > and >= take a number.");
        }
        return conditions;
    }
}
