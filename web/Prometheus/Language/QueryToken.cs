namespace Metrics.Web.Prometheus.Language;

/// <summary>A word of a query.</summary>
/// <param name="Kind">What kind of word.</param>
/// <param name="Text">The word; of a text in quotes what is between them.</param>
/// <param name="Position">Its first character in the query, from 1.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, int Position)
{
    /// <summary>Whether it is a certain sign.</summary>
    public bool Is(string symbol) => Kind == QueryTokenKind.Symbol && Text == symbol;

    /// <summary>The word as a message shows it.</summary>
    public string Shown => Kind == QueryTokenKind.End ? "the end" : $"\"{Configuration.ConfigValue.Printable(Text.Length > 40 ? Text[..40] + "…" : Text)}\"";
}
