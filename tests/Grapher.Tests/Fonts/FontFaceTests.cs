using Metrics.Grapher.Fonts;
using Metrics.Grapher.Pens;
using SkiaSharp;

namespace Metrics.Grapher.Tests.Fonts;

public sealed class FontFaceTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void The_embedded_font_has_glyphs(bool strong) => Assert.True(GlyphAtlas.Typeface(strong).GlyphCount > 500);

    [Theory, InlineData(false), InlineData(true)]
    public void Widths_are_those_that_Skia_measures(bool strong)
    {
        using var font = new SKFont(GlyphAtlas.Typeface(strong), 100) { Hinting = SKFontHinting.None, Subpixel = true, LinearMetrics = true };
        foreach (var text in (string[])["0123456789", "eth0 traffic", "53.0\u00A0Mb/s", "1\u2009500", "\u221212 °C", "ÄÖÜß é Ж Ω µ"])
            Assert.Equal(font.MeasureText(text), FontFace.Of(strong).Width(text, 100), 0.5);
    }

    [Theory, InlineData("0123456789", false), InlineData("\u2009\u2212\u00A0°µ", false), InlineData("0123456789", true)]
    public void Characters_of_numbers_are_in_the_font(string text, bool strong)
    {
        using var font = new SKFont(GlyphAtlas.Typeface(strong), 11);
        Assert.True(font.ContainsGlyphs(text));
    }
}
