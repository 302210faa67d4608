using Microsoft.Playwright;
using static Metrics.Browser.Tests.Browsing;

namespace Metrics.Browser.Tests;

/// <summary>What the one script of the pages adds.</summary>
public class ScriptTests(BrowserFixture fixture)
{
    [Fact]
    public async Task New_data_come_into_the_page_in_place()
    {
        var page = await fixture.OpenAsync();
        var errors = Watch(page);
        await page.GotoAsync($"{fixture.Address}/?refresh=10");
        await UntilAsync(page, "!!document.querySelector('.panel svg.g path')");
        await page.EvaluateAsync("window.stays = document.querySelector('main'); window.before = document.querySelector('.panel svg.g').outerHTML");

        await UntilAsync(page, "window.stays === document.querySelector('main') && window.before !== document.querySelector('.panel svg.g').outerHTML");

        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_pointer_over_a_graph_shows_the_values_there()
    {
        var page = await fixture.OpenAsync();
        var errors = Watch(page);
        await page.GotoAsync($"{fixture.Address}/g/load?refresh=off");

        await page.Locator(".pic.wide").First.HoverAsync();
        await UntilAsync(page, "document.querySelectorAll('.tip span').length === 3");

        Assert.Equal(1, await page.Locator(".line").CountAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Dragging_over_a_graph_shows_what_is_between()
    {
        var page = await fixture.OpenAsync();
        await page.GotoAsync($"{fixture.Address}/g/load?refresh=off&theme=dark");
        var picture = page.Locator(".pic.wide").First;
        var (from, to) = (await NumberAsync(picture, "from"), await NumberAsync(picture, "to"));
        var (left, right) = (await NumberAsync(picture, "left"), await NumberAsync(picture, "right"));
        var box = (await picture.BoundingBoxAsync())!;
        float At(double share) => (float)(box.X + (left + share * (right - left)) * box.Width / 900);

        await page.Mouse.MoveAsync(At(0.25), box.Y + 60);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(At(0.5), box.Y + 70);
        await page.Mouse.MoveAsync(At(0.75), box.Y + 80);
        await page.Mouse.UpAsync();
        await UntilAsync(page, "new URLSearchParams(location.search).has('from') && document.readyState === 'complete'");

        var shown = await page.EvaluateAsync<long[]>("['from', 'to'].map(name => Date.parse(new URLSearchParams(location.search).get(name)) / 1000)");
        var tolerance = 1 + 2.0 * (to - from) / (right - left);
        Assert.InRange(shown[0], from + 0.25 * (to - from) - tolerance, from + 0.25 * (to - from) + tolerance);
        Assert.InRange(shown[1], from + 0.75 * (to - from) - tolerance, from + 0.75 * (to - from) + tolerance);
        Assert.Equal("dark", await page.EvaluateAsync<string>("new URLSearchParams(location.search).get('theme')"));
    }

    [Fact]
    public async Task Keys_turn_the_pages()
    {
        var page = await fixture.OpenAsync();
        await page.GotoAsync($"{fixture.Address}/?refresh=off");

        await page.Keyboard.PressAsync("w");
        await UntilAsync(page, "location.search.includes('range=week') && document.readyState === 'complete'");
        await page.Keyboard.PressAsync("?");
        await UntilAsync(page, "document.querySelector('dialog').open");
        await page.Keyboard.PressAsync("Escape");
        await UntilAsync(page, "!document.querySelector('dialog')");
    }

    [Fact]
    public async Task Arrows_go_to_earlier_and_later_times_and_letters_to_the_ranges_of_a_graph()
    {
        var page = await fixture.OpenAsync();
        await page.GotoAsync($"{fixture.Old.Address}/g/net.eth0?refresh=off&from=2026-03-30T00:00:00Z&to=2026-03-31T00:00:00Z");

        await page.Keyboard.PressAsync("ArrowLeft");
        await UntilAsync(page, "location.search.includes('from=2026-03-29T00:00:00Z') && document.readyState === 'complete'");
        await page.Keyboard.PressAsync("ArrowRight");
        await UntilAsync(page, "location.search.includes('from=2026-03-30T00:00:00Z') && document.readyState === 'complete'");
        await page.GotoAsync($"{fixture.Old.Address}/g/net.eth0?refresh=off");
        await page.Keyboard.PressAsync("y");
        await UntilAsync(page, "document.getElementById('year').getBoundingClientRect().bottom <= innerHeight + 1");
    }

    [Fact]
    public async Task The_bars_of_an_interface_move_without_a_script_while_the_page_around_them_stands_still()
    {
        var page = await fixture.OpenAsync(scripts: false);
        await page.GotoAsync($"{fixture.Address}/live/eth0?refresh=3600");
        var (outer, inner) = ("performance.timeOrigin", "document.querySelector('.bars').contentWindow.performance.timeOrigin");
        var (stays, before) = (await page.EvaluateAsync<double>(outer), await page.EvaluateAsync<double>(inner));

        await UntilAsync(page, $"{inner} !== {before:R} && !!document.querySelector('.bars').contentDocument.querySelector('svg.g rect')");

        Assert.Equal(stays, await page.EvaluateAsync<double>(outer));
    }

    private static async Task<double> NumberAsync(ILocator picture, string name) =>
        double.Parse((await picture.GetAttributeAsync($"data-{name}"))!, System.Globalization.CultureInfo.InvariantCulture);
}
