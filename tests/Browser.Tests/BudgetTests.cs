using Microsoft.Playwright;

namespace Metrics.Browser.Tests;

/// <summary>How many requests a first visit takes. Their bytes are counted in the tests of the server, over a day of data.</summary>
public class BudgetTests(BrowserFixture fixture)
{
    private const int MostRequests = 6;

    /// <summary>Opened when the page is there, and kept open.</summary>
    private const string Events = "/events";

    private const string Bars = "/bars/";

    [Theory, InlineData("/"), InlineData("/g/load"), InlineData("/load"), InlineData("/status"), InlineData("/live"), InlineData("/sign-in")]
    public async Task A_first_visit_takes_few_requests_and_none_of_another_host(string path) => await CheckAsync(await fixture.OpenAsync(), fixture.Address + path);

    [Fact]
    public async Task So_does_the_first_visit_of_a_share()
    {
        var administrator = await fixture.OpenAsync();
        await administrator.GotoAsync($"{fixture.Address}/shares");
        await administrator.FillAsync("#name", "budget");
        await administrator.FillAsync("#graphs", "section:load");
        await administrator.ClickAsync("form.fields button[type=submit]");
        var address = await administrator.Locator(".made a").InnerTextAsync();

        await CheckAsync(await fixture.OpenAsync(), address);
    }

    private async Task CheckAsync(IPage page, string address)
    {
        List<string> asked = [];
        page.Request += (_, request) =>
        {
            // What is written in the page is asked of nobody.
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal))
                asked.Add(request.Url);
        };

        await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        // The last are files of the font, which come when it is known which characters there are.
        await page.EvaluateAsync("document.fonts.ready");

        Assert.All(asked, url => Assert.StartsWith(fixture.Address, url, StringComparison.Ordinal));
        // A frame asks for style sheet and fonts again, and finds them; of interfaces there is one frame each.
        var needed = asked.Where(url => !url.EndsWith(Events, StringComparison.Ordinal)).Select(url => url.Contains(Bars, StringComparison.Ordinal) ? Bars : url).Distinct().ToList();
        Assert.True(needed.Count <= MostRequests, string.Join('\n', needed));
    }
}
