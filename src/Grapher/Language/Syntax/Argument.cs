namespace Metrics.Grapher.Language.Syntax;

/// <summary>A word or a statement and where it begins.</summary>
/// <param name="Text">The text, without quotes around it.</param>
/// <param name="At">Where its first character is.</param>
internal readonly record struct Argument(string Text, TextPosition At)
{
    /// <summary>True for <c>--title</c> and <c>-t</c>.</summary>
    public bool IsOption => Text.Length > 1 && Text[0] == '-';

    /// <summary>The rest of it from a character on.</summary>
    public Argument From(int index) => new(Text[index..], At.Plus(index));
}
