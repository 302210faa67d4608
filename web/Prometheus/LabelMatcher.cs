using System.Text.RegularExpressions;

namespace Metrics.Web.Prometheus;

/// <summary>A condition on one label of a selector.</summary>
internal sealed class LabelMatcher
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int LongestPattern = 500;

    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    private readonly string value;
    private readonly bool isNegated;
    private readonly Regex? pattern;

    /// <summary>Takes a condition.</summary>
    /// <param name="label">Name of the label.</param>
    /// <param name="operation"><c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>.</param>
    /// <param name="value">The value or, for the last two, a pattern for the whole value.</param>
    /// <param name="position">Where it stands in the query, for messages.</param>
    /// <exception cref="QueryFault">The pattern cannot be read, or is not of those that are matched in linear time.</exception>
    public LabelMatcher(string label, string operation, string value, int position)
    {
        (Label, this.value, isNegated) = (label, value, operation[0] == '!');
        pattern = operation[^1] == '~' ? Compile(value, position) : null;
    }

    /// <summary>Name of the label.</summary>
    public string Label { get; }

    /// <summary>Whether a value is one that is asked for; a missing label has the empty value.</summary>
    /// <exception cref="QueryFault">The pattern takes too long.</exception>
    public bool Matches(string text)
    {
        try
        {
            return (pattern?.IsMatch(text) ?? text == value) != isNegated;
        }
        catch (RegexMatchTimeoutException)
        {
            throw QueryFault.TooMuch($"The pattern of the label {Label} takes too long.");
        }
    }

    /// <summary>Anchored at both ends as Prometheus does; without backtracking, so that no pattern of an attacker takes exponential time.</summary>
    private static Regex Compile(string pattern, int position)
    {
        if (pattern.Length > LongestPattern)
            throw QueryFault.At(position, $"the pattern has {pattern.Length} characters; at most {LongestPattern} are taken.");
        try
        {
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline, PatternTime);
        }
        catch (RegexParseException e)
        {
            throw QueryFault.At(position, $"the pattern cannot be read: {e.Error}.");
        }
        catch (NotSupportedException)
        {
            throw QueryFault.At(position, "the pattern looks ahead or back, which RE2 does not know either.");
        }
    }
}
