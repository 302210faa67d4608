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
            AtLeast(3, colour.TokenOf(), Token.Weekend, theme);
        }
    }

    [Theory, MemberData(nameof(Themes))]
    public void Alerts_are_seen_in_the_ribbon_and_lines_on_their_tints(GraphTheme theme)
    {
        AtLeast(3, Token.Warning, Token.Card, theme);
        AtLeast(3, Token.Critical, Token.Card, theme);
        AtLeast(3, Token.Warning, Token.Grid, theme);
        AtLeast(3, Token.Critical, Token.Grid, theme);
        foreach (var (tint, wash) in ((Token, Wash)[])[(Token.WarningTint, Wash.Warning), (Token.CriticalTint, Wash.Critical)])
        {
            foreach (var below in (Token[])[Token.Card, Token.Weekend])
            {
                var ground = below.In(theme).Under(tint.In(theme), wash.In(theme));
                foreach (var colour in Enum.GetValues<SeriesColour>())
                    AtLeast(3, colour.TokenOf().In(theme), ground, $"{colour} on {tint} over {below}, {theme}");
            }
        }
    }

    /// <summary>Stacks under lines are washed like areas; the layers of one are told apart by their fills, with a line on each.</summary>
    [Theory, MemberData(nameof(Themes))]
    public void Lines_are_seen_on_the_areas_and_tints_of_other_series(GraphTheme theme)
    {
        foreach (var wash in (Wash[])[Wash.Area, Wash.Band])
        {
            foreach (var below in (Token[])[Token.Card, Token.Weekend])
            {
                foreach (var area in Enum.GetValues<SeriesColour>())
                {
                    var ground = below.In(theme).Under(area.TokenOf().In(theme), wash.In(theme));
                    foreach (var colour in Enum.GetValues<SeriesColour>().Where(c => c != area))
                        AtLeast(3, colour.TokenOf().In(theme), ground, $"{colour} on {area} ({wash}) over {below}, {theme}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Themes))]
    public void Numbers_on_flags_and_words_on_badges_are_readable(GraphTheme theme)
    {
        AtLeast(4.5, Token.Card, Token.Ink2, theme);
        for (var badge = Token.BadgeName; badge <= Token.BadgeUnknown; badge++)
            if (badge != Token.BadgeText)
                AtLeast(4.5, Token.BadgeText, badge, theme);
    }

    [Theory, MemberData(nameof(Themes))]
    public void The_filled_part_of_a_bar_differs_from_the_empty_one(GraphTheme theme)
    {
        foreach (var colour in Enum.GetValues<SeriesColour>())
            AtLeast(3, colour.TokenOf(), Token.Track, theme);
    }

    [Theory, MemberData(nameof(Themes))]
    public void No_two_series_have_the_same_colour(GraphTheme theme) =>
        Assert.Equal(7, Enum.GetValues<SeriesColour>().Select(c => c.TokenOf().In(theme)).Distinct().Count());

    [Fact]
    public void Contrast_of_black_and_white_is_21() => Assert.Equal(21, Rgb.Contrast(Rgb.Of(0), Rgb.Of(0xffffff)), 0.001);

    private static void AtLeast(double ratio, Token token, Token background, GraphTheme theme) =>
        AtLeast(ratio, token.In(theme), background.In(theme), $"{token} on {background}, {theme}");

    private static void AtLeast(double ratio, Rgb colour, Rgb background, string pair)
    {
        var contrast = Rgb.Contrast(colour, background);
        Assert.True(contrast >= ratio, $"{pair}: {contrast:F2}, below {ratio}.");
    }
}
