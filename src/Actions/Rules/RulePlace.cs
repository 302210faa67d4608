using Metrics.Grapher.Language;

namespace Metrics.Actions.Rules;

/// <summary>Where something stands that is written in a rule.</summary>
/// <param name="Source">The file; empty: the text of the rule itself.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public readonly record struct RulePlace(string Source, int Line, int Column)
{
    /// <summary>The begin of a text that stands in no file.</summary>
    public static RulePlace None { get; } = new("", 1, 1);

    /// <summary>A place of a text that begins here.</summary>
    public RulePlace At(TextPosition position) => this with { Line = Line + position.Line - 1, Column = position.Line == 1 ? Column + position.Column - 1 : position.Column };

    /// <summary>The form that editors and compilers use: <c>file:line:column</c>.</summary>
    public override string ToString() => Source.Length == 0 ? $"{Line}:{Column}" : $"{Source}:{Line}:{Column}";
}
