namespace Metrics.Grapher.Language.Rpn;

/// <summary>A number, a name, an operator or PREV(name), as it is written.</summary>
/// <param name="Kind">Which of them; an operator looks like a name.</param>
/// <param name="Text">The name, or the name in the parentheses.</param>
/// <param name="Number">The number; else 0.</param>
internal readonly record struct RpnToken(RpnTokenKind Kind, string Text, double Number)
{
    public static RpnToken Constant(double number) => new(RpnTokenKind.Number, "", number);

    public static RpnToken Word(string text) => new(RpnTokenKind.Word, text, 0);

    public static RpnToken PreviousOf(string name) => new(RpnTokenKind.PreviousOf, name, 0);
}
