using Microsoft.Playwright;

namespace Metrics.Browser.Tests;

public class ShareTests(BrowserFixture fixture)
{
    [Theory, InlineData(1400, ColorScheme.Light), InlineData(320, ColorScheme.Dark)]
    public async Task A_share_is_made_seen_in_another_browser_and_revoked(int width, ColorScheme scheme)
    {
        var name = $"technician-{width}";
        var administrator = await fixture.OpenAsync();
        await administrator.GotoAsync($"{fixture.Address}/shares");
        await administrator.FillAsync("#name", name);
        await administrator.FillAsync("#title", "Load");
        await administrator.FillAsync("#graphs", "section:load");
        await administrator.ClickAsync("form.fields button[type=submit]");
        var address = await administrator.Locator(".made a").InnerTextAsync();

        var visitor = await fixture.OpenAsync(width, scheme);
        Assert.Equal(200, (await visitor.GotoAsync($"{address}?refresh=off"))!.Status);
        await visitor.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Path.Combine(BrowserFixture.Screens, $"share-{width}.png") });
        Assert.True(await visitor.Locator(".panel .pic:visible svg.g").CountAsync() > 0);
        Assert.Equal(["Load"], await visitor.Locator(".nav a").AllInnerTextsAsync());
        foreach (var link in await visitor.Locator("a[href]:not(.skip)").EvaluateAllAsync<string[]>("all => all.map(a => a.href)"))
            Assert.StartsWith(address, link);
        Assert.InRange(await visitor.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        await visitor.Locator(".panel h3 a").First.ClickAsync();
        Assert.Equal(4, await visitor.Locator(".rng picture, .rng .pic.wide").CountAsync());

        administrator = await fixture.OpenAsync();
        await administrator.GotoAsync($"{fixture.Address}/shares");
        await administrator.Locator($"form[action$='/{name}/revoke'] button").ClickAsync();
        Assert.Contains("revoked", await administrator.Locator("tbody").InnerTextAsync());

        visitor = await fixture.OpenAsync(width, scheme);
        Assert.Equal(410, (await visitor.GotoAsync(address))!.Status);
    }
}
