using System.Diagnostics;
using System.Text;
using Metrics.Grapher.Fonts;
using SkiaSharp;

namespace Metrics.Grapher.Tests.Pictures;

/// <summary>Debian's chromium draws the SVG with the shipped fonts; what it shows is what our PNG shows.</summary>
public sealed class BrowserTests
{
    private const int Width = 620, Height = 200, BlockSize = 10;

    [Theory]
    [InlineData("traffic", GraphTheme.Light)]
    [InlineData("traffic-week", GraphTheme.Dark)]
    [InlineData("temperatures", GraphTheme.Light)]
    [InlineData("cpu", GraphTheme.Dark)]
    [InlineData("happenings", GraphTheme.Light)]
    [InlineData("outage", GraphTheme.Dark)]
    public async Task Svg_in_a_browser_looks_like_the_png(string scene, GraphTheme theme)
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build(scene, host);
        var options = new PictureOptions(Width, Height, theme, Legend: false);
        using var drawn = SKBitmap.Decode(host.Renderer.Png(definition, range, options));
        using var shown = SKBitmap.Decode(await Screenshot(Encoding.UTF8.GetString(host.Renderer.Svg(definition, range, options))));
        // Hatching and the edges of letters fall differently on pixels; a mark in another place or colour would be many blocks.
        Alike(drawn, shown, 10, 0.02);
    }

    [Theory]
    [InlineData("bars-day", GraphTheme.Light)]
    [InlineData("bars-gap", GraphTheme.Dark)]
    [InlineData("heat-map", GraphTheme.Light)]
    [InlineData("bandwidth", GraphTheme.Dark)]
    [InlineData("bandwidth-card", GraphTheme.Light)]
    public async Task Figures_in_a_browser_look_like_the_png(string name, GraphTheme theme)
    {
        var (figure, options) = SampleFigures.Build(name);
        options = options with { Theme = theme };
        using var drawn = SKBitmap.Decode(figure.Png(options));
        using var shown = SKBitmap.Decode(await Screenshot(Encoding.UTF8.GetString(figure.Svg(options))));
        // Letters, which are much of a small figure, come out stronger in a browser.
        Alike(drawn, shown, 15, 0.025);
    }

    /// <summary>A picture in a page cannot load the shipped font: texts are as wide as the reader's own font is, and stay readable.</summary>
    [Theory]
    [InlineData("traffic", GraphTheme.Light)]
    [InlineData("cpu", GraphTheme.Dark)]
    public async Task Svg_opened_as_a_picture_looks_like_the_png_but_for_its_letters(string scene, GraphTheme theme)
    {
        using var host = new SampleHost();
        var (definition, range) = Scenes.Build(scene, host);
        var options = new PictureOptions(Width, Height, theme);
        using var drawn = SKBitmap.Decode(host.Renderer.Png(definition, range, options));
        var svg = host.Renderer.Svg(definition, range, options);
        using var shown = SKBitmap.Decode(await Screenshot($"<img style=\"display:block\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(svg)}\">"));
        Alike(drawn, shown, 15, 0.04);
        Assert.DoesNotContain("textLength", Encoding.UTF8.GetString(svg), StringComparison.Ordinal);
    }

    private static void Alike(SKBitmap drawn, SKBitmap shown, double tolerance, double mostDifferent)
    {
        var different = Different(drawn, shown, tolerance);
        Assert.True(different <= mostDifferent, $"{different:P1} of the blocks differ by more than {tolerance} levels, "
            + $"{Different(drawn, shown, 2 * tolerance):P1} by more than twice that; at most {mostDifferent:P1} may.");
    }

    /// <summary>The share of blocks whose mean colour differs by more than a tolerance.</summary>
    private static double Different(SKBitmap drawn, SKBitmap shown, double tolerance)
    {
        var (different, blocks) = (0, 0);
        for (var top = 0; top + BlockSize <= drawn.Height; top += BlockSize)
            for (var left = 0; left + BlockSize <= drawn.Width; left += BlockSize, blocks++)
                if (Apart(Mean(drawn, left, top), Mean(shown, left, top)) > tolerance)
                    different++;
        return different / (double)blocks;
    }

    private static async Task<byte[]> Screenshot(string body)
    {
        var folder = Directory.CreateTempSubdirectory("metrics-browser-").FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            await File.WriteAllTextAsync(page, $"<!doctype html><meta charset=utf-8><style>{Font(false)}{Font(true)}body{{margin:0}}</style>{body}");
            var start = new ProcessStartInfo("chromium") { RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
                $"--user-data-dir={folder}/profile", $"--window-size=1000,500", $"--screenshot={folder}/shot.png", "file://" + page])
                start.ArgumentList.Add(argument);
            using var browser = Process.Start(start) ?? throw new InvalidOperationException("chromium does not start.");
            var output = Task.WhenAll(browser.StandardError.ReadToEndAsync(), browser.StandardOutput.ReadToEndAsync());
            await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
            await output;
            return await File.ReadAllBytesAsync(Path.Combine(folder, "shot.png"));
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException("This test needs chromium: apt-get install chromium.", error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Font(bool strong) =>
        $"@font-face{{font-family:\"IBM Plex Sans\";font-weight:{(strong ? 600 : 400)};"
        + $"src:url(data:font/woff;base64,{Convert.ToBase64String(FontFace.Of(strong).File)})}}";

    private static (double Red, double Green, double Blue) Mean(SKBitmap picture, int left, int top)
    {
        var (red, green, blue) = (0.0, 0.0, 0.0);
        for (var y = top; y < top + BlockSize; y++)
            for (var x = left; x < left + BlockSize; x++)
                if (picture.GetPixel(x, y) is var pixel)
                    (red, green, blue) = (red + pixel.Red, green + pixel.Green, blue + pixel.Blue);
        const int pixels = BlockSize * BlockSize;
        return (red / pixels, green / pixels, blue / pixels);
    }

    private static double Apart((double Red, double Green, double Blue) a, (double Red, double Green, double Blue) b) =>
        Math.Max(Math.Abs(a.Red - b.Red), Math.Max(Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue)));
}
