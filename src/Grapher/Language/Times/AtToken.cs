namespace Metrics.Grapher.Language.Times;

/// <summary>A piece of a time's text.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Text">As it is written, in lower case.</param>
/// <param name="Column">Where, from 1.</param>
internal readonly record struct AtToken(AtTokenKind Kind, string Text, int Column)
{
    public override string ToString() => Kind == AtTokenKind.End ? "the end" : $"\"{Text}\"";

    /// <summary>Cuts a text into pieces; blanks, underscores and commas separate them.</summary>
    public static List<AtToken> Split(string text)
    {
        var tokens = new List<AtToken>();
        var i = 0;
        while (i < text.Length)
        {
            var start = i;
            var kind = text[i] switch
            {
                ' ' or '\t' or '_' or ',' => AtTokenKind.Blank,
                >= '0' and <= '9' => AtTokenKind.Number,
                >= 'a' and <= 'z' or >= 'A' and <= 'Z' => AtTokenKind.Word,
                ':' or '.' or '/' or '+' or '-' => AtTokenKind.Sign,
                _ => throw new AtTimeException(i + 1, $"Found \"{text[i]}\" in a time; expected a date, a time of day or an offset."),
            };
            do
                i++;
            while (i < text.Length && kind switch
            {
                AtTokenKind.Number => char.IsAsciiDigit(text[i]),
                AtTokenKind.Word => char.IsAsciiLetter(text[i]),
                _ => false,
            });
            if (kind != AtTokenKind.Blank)
                tokens.Add(new AtToken(kind, text[start..i].ToLowerInvariant(), start + 1));
        }
        tokens.Add(new AtToken(AtTokenKind.End, "", text.Length + 1));
        return tokens;
    }
}
