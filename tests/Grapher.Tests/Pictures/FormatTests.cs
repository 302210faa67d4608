using System.Text;
using Metrics.Grapher.Fonts;
using SkiaSharp;

namespace Metrics.Grapher.Tests.Pictures;

public sealed class FormatTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void Webp_has_the_pixels_of_the_png(bool transparent)
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build("threshold", host);
        var options = new PictureOptions(620, 200, GraphTheme.Dark, 2) { Transparent = transparent };
        using var png = SKBitmap.Decode(host.Renderer.Png(definition, range, options), Unpremultiplied(options));
        using var webp = SKBitmap.Decode(host.Renderer.Webp(definition, range, options), Unpremultiplied(options));
        // What is fully transparent has no colour to keep.
        Assert.Equal(png.Pixels.Select(Seen), webp.Pixels.Select(Seen));

        static SKColor Seen(SKColor pixel) => pixel.Alpha == 0 ? SKColors.Transparent : pixel;
    }

    [Theory, InlineData(GraphTheme.Light), InlineData(GraphTheme.Dark)]
    public void Png_without_ground_looks_the_same_on_the_colour_of_panels(GraphTheme theme)
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build("traffic-week", host);
        var options = new PictureOptions(620, 200, theme);
        var card = Metrics.Grapher.Palette.Colours.In(Metrics.Grapher.Palette.Token.Card, theme);
        using var solid = SKBitmap.Decode(host.Renderer.Png(definition, range, options));
        using var through = SKBitmap.Decode(host.Renderer.Png(definition, range, options with { Transparent = true }), Unpremultiplied(options));
        Assert.Equal(0, through.GetPixel(0, 0).Alpha);
        var far = 0;
        for (var y = 0; y < solid.Height; y++)
            for (var x = 0; x < solid.Width; x++)
            {
                var (a, b) = (solid.GetPixel(x, y), through.GetPixel(x, y));
                var shown = new Metrics.Grapher.Palette.Rgb(card.Red, card.Green, card.Blue).Under(new(b.Red, b.Green, b.Blue), b.Alpha / 255f);
                if (Math.Abs(a.Red - shown.Red) > 12 || Math.Abs(a.Green - shown.Green) > 12 || Math.Abs(a.Blue - shown.Blue) > 12)
                    far++;
            }
        Assert.InRange(far, 0, solid.Width * solid.Height / 200);
    }

    [Fact]
    public void Pdf_is_vectors_and_text_with_the_font_in_it_and_the_same_for_the_same_data()
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build("traffic", host);
        var pdf = host.Renderer.Pdf(definition, range, new(620, 200, Title: true));
        var text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-", text);
        Assert.Contains("IBMPlexSans", text, StringComparison.Ordinal);
        Assert.Contains("/FontFile2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/Subtype /Type3", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/Subtype /Image", text, StringComparison.Ordinal);
        Assert.Contains("/MediaBox [0 0 465 150]", text, StringComparison.Ordinal);
        // Of the fonts only what the picture needs.
        Assert.InRange(pdf.Length, 1, 40 * 1024);
        Assert.Equal(pdf, host.Renderer.Pdf(definition, range, new(620, 200, Title: true)));
    }

    [Fact]
    public void What_the_font_lacks_is_replaced_by_a_character_that_is_seen()
    {
        Assert.Equal("\uFFFD\uFFFD \uFFFD é ✓", FontFace.Regular.Shown("日本 😀 é ✓"));
        Assert.Equal(FontFace.Regular.Width("\uFFFD\uFFFD", 10), FontFace.Regular.Width("日😀", 10));
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build("load", host);
        definition = definition with { Title = "日本 😀 load", Series = [definition.Series[0] with { Label = "サーバー" }] };
        Golden.Png("missing-glyphs", host.Renderer.Png(definition, range, new(344, 176, Title: true)));
        Assert.NotEmpty(host.Renderer.Pdf(definition, range, new(344, 176, Title: true)));
    }

    private static SKImageInfo Unpremultiplied(PictureOptions options) =>
        new(options.Width * options.Scale, options.Height * options.Scale, SKColorType.Rgba8888, SKAlphaType.Unpremul);
}
