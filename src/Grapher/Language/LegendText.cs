namespace Metrics.Grapher.Language;

/// <summary>A piece of the legend. Text from outside: every pen escapes it.</summary>
/// <param name="Text">The text, without its escape; <c>\t</c> is a tab.</param>
/// <param name="Break">What its escape says.</param>
public readonly record struct LegendText(string Text, LegendBreak Break)
{
    /// <summary>No text at all.</summary>
    public static readonly LegendText Empty = new("", LegendBreak.None);

    /// <summary>Takes the escape off the end of a text; null when it is none that there is.</summary>
    internal static LegendText? Parse(string text)
    {
        text = text.Replace("\\t", "\t");
        if (text.Length < 2 || text[^2] != '\\')
            return new LegendText(text, LegendBreak.None);
        LegendBreak? after = text[^1] switch
        {
            'l' or 'n' => LegendBreak.Left,
            'r' => LegendBreak.Right,
            'c' => LegendBreak.Centre,
            'j' => LegendBreak.Justified,
            's' => LegendBreak.Space,
            'g' => LegendBreak.Glue,
            'u' => LegendBreak.Up,
            _ => null,
        };
        var rest = text[..^2];
        return after is { } known ? new LegendText(known == LegendBreak.Glue ? rest.TrimEnd(' ') : rest, known) : null;
    }
}
