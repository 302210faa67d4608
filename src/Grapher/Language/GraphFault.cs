namespace Metrics.Grapher.Language;

/// <summary>What is wrong with a text of the graph language, or what of it was read but means nothing here.</summary>
/// <param name="At">Where.</param>
/// <param name="Problem">What was found and what was expected, as one sentence for people. It quotes the text: escape it in pages.</param>
public sealed record GraphFault(TextPosition At, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => $"{At}: {Problem}";
}
