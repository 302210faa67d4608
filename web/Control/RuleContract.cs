using Metrics.Actions.Rules;

namespace Metrics.Web.Control;

/// <summary>A rule on its way to a running server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Warning">What raises a warning; null: nothing does.</param>
/// <param name="Critical">What raises what is critical; null: nothing does.</param>
/// <param name="Clear">What ends an incident; null: that nothing raises it.</param>
/// <param name="ForSeconds">How long it must hold.</param>
/// <param name="KeepSeconds">How long it must be over.</param>
/// <param name="Text">What it is about.</param>
internal sealed record RuleContract(
    string Name, RuleContract.Expression? Warning, RuleContract.Expression? Critical, RuleContract.Expression? Clear, long ForSeconds, long KeepSeconds, string Text)
{
    /// <summary>The contract of a rule.</summary>
    public static RuleContract Of(Rule rule) => new(
        rule.Name, Expression.Of(rule.Warning), Expression.Of(rule.Critical), Expression.Of(rule.Clear), (long)rule.For.TotalSeconds, (long)rule.KeepFor.TotalSeconds, rule.Text);

    /// <summary>The rule.</summary>
    /// <exception cref="ControlRefusedException">An expression cannot be understood.</exception>
    public Rule ToRule() => new(Name)
    {
        Warning = Warning?.Parse(),
        Critical = Critical?.Parse(),
        Clear = Clear?.Parse(),
        For = TimeSpan.FromSeconds(ForSeconds),
        KeepFor = TimeSpan.FromSeconds(KeepSeconds),
        Text = Text,
    };

    /// <summary>An expression, and where it stands.</summary>
    /// <param name="Text">The expression.</param>
    /// <param name="Source">The file; empty: none.</param>
    /// <param name="Line">From 1.</param>
    /// <param name="Column">From 1.</param>
    internal sealed record Expression(string Text, string Source, int Line, int Column)
    {
        /// <summary>The contract of an expression; null of none.</summary>
        public static Expression? Of(RuleExpression? expression) =>
            expression is { Text: var text, Start: var start } ? new Expression(text, start.Source, start.Line, start.Column) : null;

        /// <summary>The expression.</summary>
        /// <exception cref="ControlRefusedException">It cannot be understood.</exception>
        public RuleExpression Parse()
        {
            try
            {
                return RuleExpression.Parse(Text, new RulePlace(Source, Line, Column));
            }
            catch (RuleLanguageException e)
            {
                throw new ControlRefusedException(e.Message, e);
            }
        }
    }
}
