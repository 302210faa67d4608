using Metrics.Actions.Rules;
using Metrics.Grapher.Language;

namespace Metrics.Web.Configuration;

/// <summary>A key with an expression of the rule language, whose mistakes are told with their places in the file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Set">Takes the expression into the rule.</param>
internal sealed record RuleTextKey(string Name, string Description, Func<RuleDraft, RuleExpression, RuleDraft> Set)
    : TableKey<RuleDraft>(Name, "text", "none", "the language of docs/alerts.md", Description)
{
    /// <inheritdoc/>
    public override IEnumerable<ConfigFault> Apply(ConfigValue value, TableDraft<RuleDraft> draft)
    {
        if (value.Text is not { } text)
            return [new ConfigFault(value.Place, $"{draft.Path}.{Name} takes an expression in quotes, such as \"avg(load.1, 5m) > 8\"; found {value.Found}.")];
        try
        {
            draft.Value = Set(draft.Value, RuleExpression.Parse(text, at => PlaceOf(at, value.TextPlace).ToString()));
            return [];
        }
        catch (RuleLanguageException e)
        {
            return [new ConfigFault(PlaceOf(e.Fault.At, value.TextPlace), ConfigValue.Printable(e.Fault.Problem))];
        }
    }

    private static ConfigPlace PlaceOf(TextPosition at, ConfigPlace start) =>
        start with { Line = start.Line + at.Line - 1, Column = at.Line == 1 ? start.Column + at.Column - 1 : at.Column };
}
