using System.Text.RegularExpressions;
using Metrics.Web.Shares;
using Metrics.Web.Tests;
using Microsoft.Playwright;
using static Metrics.Browser.Tests.Browsing;

namespace Metrics.Browser.Tests;

/// <summary>Every page in light and dark, on wide and narrow screens, with and without a script.</summary>
public class MatrixTests(BrowserFixture fixture)
{
    private static readonly int[] Widths = [1400, 768, 400, 320];

    /// <summary>Without a script the same markup lies there; the widest and the narrowest tell.</summary>
    private static readonly int[] WidthsWithoutScript = [1400, 320];

    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    private static readonly string Layout = File.ReadAllText(Checkout.Path("tests/Browser.Tests/layout.js"));

    /// <summary>What axe-core, the rules of the accessibility guidelines as a program, finds; given a rule, by that alone: in the dark only colours differ.</summary>
    private const string Violations =
        "rule => axe.run(document, rule ? { iframes: false, runOnly: [rule] } : { iframes: false }).then(result => result.violations.map(v => `${v.id}: ${v.nodes.slice(0, 2).map(n => n.html.slice(0, 160)).join(' | ')}`))";

    /// <summary>The pages that pictures are kept of, as a pattern: <c>METRICS_SCREENS=.</c> for all.</summary>
    private static readonly string? Kept = Environment.GetEnvironmentVariable("METRICS_SCREENS");

    public static TheoryData<string, bool> Pages()
    {
        var data = new TheoryData<string, bool>();
        foreach (var page in (ReadOnlySpan<string>)
            [
                "", "new", "thermal", "load", "disk", "network", "g/net.eth0", "g/memory", "g/cpu/week", "g/net.eth0?from=2026-03-28&to=2026-03-30", "g/load?from=x&to=now", "live",
                "live/eth0", "bars/eth0", "bars/wg0", "embed/net.eth0/day", "status", "offenders", "help", "shares", "sign-in", "sign-out", "nothing", "?refersh=off", "share/visited/", "link", "link/g/temperatures",
            ])
        {
            data.Add(page, true);
            data.Add(page, false);
        }
        return data;
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_is_whole_and_open_to_everybody(string name, bool scripts)
    {
        var page = await fixture.OpenAsync(scripts: scripts);
        var errors = Watch(page);
        var address = Address(name);
        var answer = (await page.GotoAsync(address))!;
        var faults = new List<string>();
        // A page whose scripts are off has no scripts of axe either.
        if (scripts)
            await page.EvaluateAsync(Axe() + "; 0");
        foreach (var scheme in Schemes)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            foreach (var width in scripts ? Widths : WidthsWithoutScript)
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.EvaluateAsync("document.querySelectorAll('[loading]').forEach(one => one.loading = 'eager')");
                await UntilAsync(page, "[...document.images].every(image => image.complete)");
                faults.AddRange((await page.EvaluateAsync<string[]>(Layout)).Select(fault => $"{width} {scheme}: {fault}"));
                if (scripts && (width, scheme) is not (768 or 400, _) and not (320, ColorScheme.Dark))
                    faults.AddRange((await page.EvaluateAsync<string[]>(Violations, scheme == ColorScheme.Dark ? "color-contrast" : null)).Select(fault => $"{width} {scheme}: {fault}"));
                if (Kept is not null && scripts && Regex.IsMatch(name.Length == 0 ? "overview" : name, Kept))
                    await KeepAsync(page, Path.Combine(BrowserFixture.Screens, $"{Uri.EscapeDataString(name.Length == 0 ? "overview" : name)}-{width}-{scheme}.png".ToLowerInvariant()));
                if (BrowserFixture.RecordsOverview && scripts && (name, width, scheme) == ("", 1400, ColorScheme.Light))
                    await KeepAsync(page, Checkout.Path("docs/overview.png"));
            }
            var background = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            if (background is not "rgba(0, 0, 0, 0)" && background != (scheme == ColorScheme.Dark ? "rgb(16, 20, 26)" : "rgb(244, 245, 247)"))
                faults.Add($"The ground in {scheme} is {background}.");
        }
        // The console says of an answer that is no success that it is none.
        Assert.DoesNotContain(errors, error => answer.Ok || !error.Contains("the server responded with a status of"));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static Task KeepAsync(IPage page, string path) => page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = path });

    private static string Axe()
    {
        var file = Checkout.Path("tests/axe/node_modules/axe-core/axe.min.js");
        return File.Exists(file) ? File.ReadAllText(file) : throw new InvalidOperationException($"{file} is missing; ./test fetches it.");
    }

    private string Address(string name)
    {
        if (name == "new")
            return fixture.New.Address;
        if (name.StartsWith("share/", StringComparison.Ordinal))
            Share("visited", "visitor", "");
        var path = name.StartsWith("link", StringComparison.Ordinal) ? Share("linked", null, "2026-06-30") + name.Replace("link", "").TrimStart('/') : name;
        if (name == "shares")
            Share("long-named-share-of-the-data-centre", null, "2026-12-31");
        return $"{fixture.Old.Address}/{path}{(path.Contains('?') || name.Contains("share/") || name.StartsWith("sign") || name == "nothing" ? "" : "?refresh=off")}";
    }

    private string Share(string name, string? user, string until)
    {
        fixture.Old.Shares.Add(new ShareDraft(name, "Thermal and network", "for the technician of the night shift", ShareScope.Of("section:thermal net.eth0*"), [], until, user, []),
            user is null ? null : "no password", "anna", fixture.Old.Zone);
        return fixture.Old.PathOf(name);
    }
}
