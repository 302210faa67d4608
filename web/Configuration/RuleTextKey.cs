using Metrics.Actions.Rules;

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
        var start = new RulePlace(value.TextPlace.Source, value.TextPlace.Line, value.TextPlace.Column);
        try
        {
            draft.Value = Set(draft.Value, RuleExpression.Parse(text, start));
            return [];
        }
        catch (RuleLanguageException e)
        {
            var (source, line, column) = start.At(e.Fault.At);
            return [new ConfigFault(new ConfigPlace(source, line, column), ConfigValue.Printable(e.Fault.Problem))];
        }
    }
}
