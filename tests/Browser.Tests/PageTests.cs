using Microsoft.Playwright;
using SkiaSharp;
using static Metrics.Browser.Tests.Browsing;

namespace Metrics.Browser.Tests;

public class PageTests(BrowserFixture fixture)
{
    /// <summary>A channel this much above another is a colour, not a grey of text or grid.</summary>
    private const int Saturation = 60;

    /// <summary>The drawings of the width that the window has.</summary>
    private const string Graphs = ".panel .pic:visible svg.g";

    [Fact]
    public async Task The_overview_shows_graphs_in_colours_and_is_loaded_again_without_a_script()
    {
        var page = await fixture.OpenAsync(scripts: false);
        var errors = Watch(page);
        await OpenWithDataAsync(page);
        var graph = page.Locator(Graphs).First;
        await graph.ScrollIntoViewIfNeededAsync();
        var before = await graph.ScreenshotAsync();
        Assert.True(Hues(before) > 0, "The first graph of the overview has no coloured line.");
        Assert.True(await ColoursOnPageAsync(page) > 1, "The graphs of the overview have fewer than two colours.");

        var loaded = await AskAsync<double>(page, "performance.timeOrigin");
        await UntilAsync(page, $"performance.timeOrigin !== {loaded:R} && document.readyState === 'complete'");

        await graph.ScrollIntoViewIfNeededAsync();
        Assert.NotEqual(before, await graph.ScreenshotAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_page_of_a_graph_is_one_click_away_and_shows_four_ranges()
    {
        var page = await fixture.OpenAsync();
        var errors = Watch(page);
        await OpenWithDataAsync(page);

        await page.Locator(".panel h3 a").First.ClickAsync();
        await LoadPicturesAsync(page);

        Assert.Equal(["Day", "Week", "Month", "Year"], await page.Locator(".rng h2").AllInnerTextsAsync());
        Assert.Equal(4, await page.Locator(".rng .wide svg.g").CountAsync());
        Assert.True(Hues(await page.Locator(".rng .wide svg.g").First.ScreenshotAsync()) > 0, "The graph has no coloured line.");
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData(1400, 900), InlineData(1100, 900), InlineData(400, 344)]
    public async Task A_click_into_a_graph_shows_the_time_that_was_clicked_at_whatever_the_width_of_the_window(int width, int drawn)
    {
        var page = await fixture.OpenAsync(width);
        await OpenAsync(page, "g/load");
        var picture = page.Locator($"form.w{drawn}").First;
        await picture.ScrollIntoViewIfNeededAsync();
        var box = (await picture.BoundingBoxAsync())!;
        var field = (await picture.Locator("input[name=zoom]").GetAttributeAsync("value"))!.Split(',').Select(long.Parse).ToArray();
        var (from, to, left, right) = (field[0], field[1], field[2], field[3]);
        var third = (2 * left + right) / 3.0;

        await page.Mouse.ClickAsync((float)(box.X + box.Width * third / drawn), box.Y + box.Height / 2);
        await UntilAsync(page, "new URLSearchParams(location.search).has('from') && document.readyState === 'complete'");

        var shown = await page.EvaluateAsync<long[]>("['from', 'to'].map(name => Date.parse(new URLSearchParams(location.search).get(name)) / 1000)");
        var (clicked, tolerance) = (from + (to - from) / 3.0, 1 + 2.0 * (to - from) / (right - left));
        var quarter = Math.Max(60, (to - from) / 4);
        var expected = Math.Max(from, Math.Min(to - quarter, clicked - quarter / 2.0));
        Assert.InRange(shown[0], expected - tolerance, expected + tolerance);
        Assert.Equal(quarter, shown[1] - shown[0]);
        Assert.Equal(1, await page.Locator(".rng").CountAsync());
    }

    [Fact]
    public async Task A_page_works_without_a_style_sheet_from_elsewhere_and_without_any_script()
    {
        var page = await fixture.OpenAsync(scripts: false);
        var foreign = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(fixture.Address, StringComparison.Ordinal) || request.ResourceType == "script")
                foreign.Add(request.Url);
        };

        await OpenAsync(page, "overview");

        Assert.Empty(foreign);
        Assert.True(await page.EvaluateAsync<bool>("document.fonts.check('14px \"IBM Plex Sans\"')"));
    }

    private async Task OpenAsync(IPage page, string name)
    {
        await OpenWithDataAsync(page);
        if (name == "graph")
            await page.Locator(".panel h3 a").First.ClickAsync();
        else if (name != "overview")
            await page.GotoAsync($"{fixture.Address}/{name}{(name == "sign-in" ? "" : "?refresh=off")}");
        await LoadPicturesAsync(page);
    }

    /// <summary>The overview, standing still, once there are lines to see.</summary>
    private async Task OpenWithDataAsync(IPage page)
    {
        for (var attempt = 0; attempt < 30; attempt++)
        {
            await page.GotoAsync($"{fixture.Address}/");
            await LoadPicturesAsync(page);
            var picture = page.Locator(Graphs).First;
            if (await picture.CountAsync() > 0 && Hues(await picture.ScreenshotAsync()) > 0)
                return;
            await Task.Delay(1_000);
        }
        Assert.Fail("There was no graph with a visible line within 30 seconds.");
    }

    /// <summary>Pictures far down the page are loaded when they come into view; a picture of the whole page wants them at once.</summary>
    private static async Task LoadPicturesAsync(IPage page)
    {
        await page.EvaluateAsync("document.querySelectorAll('img').forEach(image => image.loading = 'eager')");
        await UntilAsync(page, "[...document.images].every(image => image.complete && image.naturalWidth > 0)");
    }

    private static async Task<int> ColoursOnPageAsync(IPage page)
    {
        var most = 0;
        foreach (var picture in await page.Locator(Graphs).AllAsync())
            most = Math.Max(most, Hues(await picture.ScreenshotAsync()));
        return most;
    }

    /// <summary>How many clearly different hues a picture has, in sixths of the circle.</summary>
    private static int Hues(byte[] png)
    {
        using var bitmap = SKBitmap.Decode(png);
        var hues = new HashSet<int>();
        foreach (var pixel in bitmap.Pixels)
        {
            var (most, least) = (Math.Max(pixel.Red, Math.Max(pixel.Green, pixel.Blue)), Math.Min(pixel.Red, Math.Min(pixel.Green, pixel.Blue)));
            if (most - least < Saturation)
                continue;
            pixel.ToHsv(out var hue, out _, out _);
            hues.Add((int)(hue / 60));
        }
        return hues.Count;
    }
}
