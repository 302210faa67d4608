using Metrics.Web.Tests;
using Microsoft.Playwright;

namespace Metrics.Browser.Tests;

/// <summary>What axe-core, the rules of the accessibility guidelines as a program, finds on every page.</summary>
public class AccessibilityTests(BrowserFixture fixture)
{
    private static readonly string[] Pages = ["", "network", "g/load", "g/load?from=x&to=now", "embed/load/day", "live", "live/eth0", "bars/eth0", "status", "nothing"];

    [Theory]
    [InlineData(1400, ColorScheme.Light), InlineData(1400, ColorScheme.Dark), InlineData(320, ColorScheme.Light), InlineData(320, ColorScheme.Dark)]
    public async Task No_page_violates_a_rule(int width, ColorScheme scheme)
    {
        var file = Checkout.Path("tests/axe/node_modules/axe-core/axe.min.js");
        if (!File.Exists(file))
            throw new InvalidOperationException($"{file} is missing; ./test fetches it.");
        var axe = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var page = await fixture.OpenAsync(width, scheme);
        var found = new List<string>();
        foreach (var path in Pages)
        {
            await page.GotoAsync($"{fixture.Address}/{path}{(path.Contains('?') ? '&' : '?')}refresh=off");
            await page.EvaluateAsync(axe + "; 0");
            var violations = await page.EvaluateAsync<string[]>(
                "axe.run(document, { iframes: false }).then(result => result.violations.map(v => `${v.id}: ${v.nodes.slice(0, 2).map(n => n.html.slice(0, 160)).join(' | ')}`))");
            found.AddRange(violations.Select(violation => $"/{path} {violation}"));
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
