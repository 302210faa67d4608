using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>Colours of the elements of a picture: rrdgraph(1), <c>--color</c>. Texts and lines keep our colours, since those are readable
/// on our grounds; what can be said is which ground, and that there is none, or no grid.</summary>
internal static class ElementColour
{
    private static readonly string[] Elements = ["BACK", "CANVAS", "SHADEA", "SHADEB", "GRID", "MGRID", "FONT", "AXIS", "FRAME", "ARROW"];

    /// <summary>What a colour of an element changes.</summary>
    /// <param name="options">The options so far.</param>
    /// <param name="value">The name of the element and its colour.</param>
    /// <exception cref="GraphLanguageException">There is no such element, or that is no colour.</exception>
    public static GraphOptions Apply(GraphOptions options, Located<string> value)
    {
        var (element, colour) = Grammar.ElementColour.Read(value);
        return element switch
        {
            "BACK" => options with { Transparent = colour.Alpha == 0, Theme = colour.Alpha == 0 ? options.Theme : Nearest(colour) },
            "MGRID" => options with { NoGrid = colour.Alpha == 0 },
            _ when Elements.Contains(element) => options,
            _ => throw new GraphLanguageException(
                value.At, $"Found \"{element}\"; expected an element of a picture{NearestName.Hint(element, Elements)}"),
        };
    }

    /// <summary>The theme whose card is nearest to a ground of this colour.</summary>
    private static GraphTheme Nearest(Rgba colour)
    {
        var ground = new Rgb(colour.Red, colour.Green, colour.Blue);
        return Contrast(GraphTheme.Dark) < Contrast(GraphTheme.Light) ? GraphTheme.Dark : GraphTheme.Light;

        double Contrast(GraphTheme theme) => Rgb.Contrast(ground, Token.Card.In(theme));
    }
}
