using Metrics.Web.Tests;
using Microsoft.Playwright;

namespace Metrics.Browser.Tests;

public class PaperTests(BrowserFixture fixture)
{
    /// <summary>What A4 has between its margins, in CSS pixels.</summary>
    private const int PaperWidth = 718;

    [Theory, InlineData(""), InlineData("g/net.eth0"), InlineData("live/eth0"), InlineData("status"), InlineData("help")]
    public async Task A_page_is_ink_on_white_on_paper_whatever_its_theme(string path)
    {
        var page = await fixture.OpenAsync(PaperWidth, ColorScheme.Dark);
        await page.GotoAsync($"{fixture.Old.Address}/{path}?refresh=off&theme=dark");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.Equal(["rgb(255, 255, 255)", "rgb(27, 33, 41)"], await page.EvaluateAsync<string[]>(
            "(style => [style.backgroundColor, style.color])(getComputedStyle(document.body))"));
        Assert.DoesNotContain(await page.EvaluateAsync<string[]>("[...document.querySelectorAll('svg.g text')].map(text => getComputedStyle(text).fill)"),
            fill => fill.Split('(', ',', ')').Skip(1).Take(3).All(part => int.Parse(part) > 130));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('.nav,.seg,.btn,.frm,.zoom,.skip,.step')].filter(one => one.checkVisibility()).length"));
        Assert.Empty(await page.EvaluateAsync<string[]>(await File.ReadAllTextAsync(Checkout.Path("tests/Browser.Tests/layout.js"), TestContext.Current.CancellationToken)));
    }
}
