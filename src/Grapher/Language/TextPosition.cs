namespace Metrics.Grapher.Language;

/// <summary>A place in a text of the graph language.</summary>
/// <param name="Line">From 1; for command-line arguments, which argument.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
public readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>The place some columns further on the same line.</summary>
    public TextPosition Plus(int columns) => new(Line, Column + columns);

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, column {Column}";
}
