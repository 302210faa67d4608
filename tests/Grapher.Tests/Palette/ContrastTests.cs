using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Tests.Palette;

/// <summary>WCAG 2.2 AA: 4.5 for text, 3 for graphics, computed for every pair that meets on a graph.</summary>
public sealed class ContrastTests
{
    public static TheoryData<GraphTheme> Themes => [GraphTheme.Light, GraphTheme.Dark];

    [Theory, MemberData(nameof(Themes))]
    public void Text_is_readable_on_the_card(GraphTheme theme)
    {
        foreach (var token in (Token[])[Token.Ink, Token.Ink2, Token.Ink3, Token.Warning, Token.Critical])
            AtLeast(4.5, token, Token.Card, theme);
    }

    [Theory, MemberData(nameof(Themes))]
    public void Lines_are_seen_on_the_card_and_on_a_weekend(GraphTheme theme)
    {
        foreach (var colour in Enum.GetValues<SeriesColour>())
        {
            AtLeast(3, colour.TokenOf(), Token.Card, theme);
            AtLeast(2.8, colour.TokenOf(), Token.Weekend, theme);
        }
    }

    [Theory, MemberData(nameof(Themes))]
    public void No_two_series_have_the_same_colour(GraphTheme theme) =>
        Assert.Equal(7, Enum.GetValues<SeriesColour>().Select(c => c.TokenOf().In(theme)).Distinct().Count());

    [Fact]
    public void Contrast_of_black_and_white_is_21() => Assert.Equal(21, Rgb.Contrast(Rgb.Of(0), Rgb.Of(0xffffff)), 0.001);

    private static void AtLeast(double ratio, Token token, Token background, GraphTheme theme)
    {
        var contrast = Rgb.Contrast(token.In(theme), background.In(theme));
        Assert.True(contrast >= ratio, $"{token} on {background}, {theme}: {contrast:F2}, below {ratio}.");
    }
}
