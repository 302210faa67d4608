using Metrics.Grapher.Layout;

namespace Metrics.Grapher;

/// <summary>A name and a value, 20 pixels high, for the pages of others. As wide as its texts are; the size asked for means
/// nothing.</summary>
/// <param name="Name">Name in URLs and in the ids of its markup.</param>
/// <param name="Label">What it is about: "CPU". Text from outside; every pen escapes it.</param>
/// <param name="Value">What is said: "54 °C".</param>
/// <param name="Level">The colour of the value.</param>
public sealed record Badge(string Name, string Label, string Value, BadgeLevel Level) : Figure(Name, Label)
{
    /// <summary>The most characters of either text that are shown.</summary>
    public const int MostCharacters = 60;

    /// <summary>The badge of one series of a graph: its newest value, coloured by the graph's thresholds for it.</summary>
    /// <param name="definition">The graph.</param>
    /// <param name="series">The series' numbers.</param>
    /// <param name="stale">Whether the numbers are not of now.</param>
    public static Badge Of(GraphDefinition definition, SeriesSummary series, bool stale)
    {
        var name = series.Series.Series.Value;
        var label = definition.Series.Length == 1 ? definition.Title : series.Series.Label;
        if (stale || double.IsNaN(series.Now))
            return new(name, label, "no data", BadgeLevel.Unknown);
        var own = definition.Thresholds
            .Where(t => t.Level != ThresholdLevel.Reference && (t.Series is null || t.Series == series.Series.Series)).ToArray();
        var passed = own.Where(t => t.IsLowLimit ? series.Now < t.Value : series.Now > t.Value).Select(t => t.Level).DefaultIfEmpty().Max();
        var level = own.Length == 0 ? BadgeLevel.Neutral : passed switch
        {
            ThresholdLevel.Critical => BadgeLevel.Critical,
            ThresholdLevel.Warning => BadgeLevel.Warning,
            _ => BadgeLevel.Normal,
        };
        return new(name, label, ValueFormat.Format(series.Now, definition.Unit), level);
    }

    /// <inheritdoc/>
    public override string Sentence => $"{Label}: {Value}" + Level switch
    {
        BadgeLevel.Warning => ", warning",
        BadgeLevel.Critical => ", critical",
        _ => "",
    };

    internal override GraphLayout Lay(PictureOptions options) => BadgeLayouter.Lay(this);
}
