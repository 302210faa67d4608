using System.Text.RegularExpressions;
using Metrics.Actions.Firewall;
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
    private static readonly int[] WidestAndNarrowest = [1400, 320];

    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    private static readonly string Axe = ReadAxe();

    private static readonly string Layout = File.ReadAllText(Checkout.Path("tests/Browser.Tests/layout.js"));

    /// <summary>What axe-core, the rules of the accessibility guidelines as a program, finds; given a rule, by that alone: in the dark only colours differ.</summary>
    private const string Violations =
        """
        rule => axe.run(document, { iframes: false, resultTypes: ['violations'], elementRef: false, ...(rule ? { runOnly: [rule] } : {}) })
            .then(result => result.violations.map(v => `${v.id}: ${v.nodes.slice(0, 2).map(n => n.html.slice(0, 160)).join(' | ')}`))
        """;

    /// <summary>The pages that pictures are kept of, as a pattern, and then the only ones that are looked at: <c>METRICS_SCREENS=.</c> for all.</summary>
    private static readonly string? Kept = Environment.GetEnvironmentVariable("METRICS_SCREENS");

    /// <summary>Pages of a server with forty days of data; behind a name and a colon those of another one.</summary>
    private static readonly string[] Names =
    [
        "", "thermal", "load", "disk", "network", "g/net.eth0", "g/memory", "g/cpu/week", "g/net.eth0?from=2026-03-28&to=2026-03-30", "g/load?from=x&to=now", "live", "live/eth0", "bars/eth0",
        "bars/wg0", "embed/net.eth0/day", "status", "alerts", "firewall", "hold", "d/", "offenders", "help", "sign-in", "sign-out", "nothing", "?refersh=off",
        "shares", "shares: made", "shares: refused", "share/visited/", "link", "link/g/temperatures", "s/forged/",
        "new:", "new:alerts",
        "troubled:", "troubled:network", "troubled:alerts", "troubled:alerts/{critical}", "troubled:{card}", "troubled:usage/2026-03", "troubled:usage/2026", "troubled:d/", "troubled:d/example.org/2026-03",
        "troubled:d/example.org/2026-03-18", "troubled:d/shop.example.com/2026", "troubled:offenders", "troubled:firewall", "troubled:firewall: panic", "troubled:hold",
    ];

    public static TheoryData<string, bool> Pages()
    {
        var data = new TheoryData<string, bool>();
        foreach (var page in Names.Where(name => Kept is null || Regex.IsMatch(name.Length == 0 ? "overview" : name, Kept)))
        {
            data.Add(page, true);
            data.Add(page, false);
        }
        return data;
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_is_whole_and_open_to_everybody(string name, bool scripts)
    {
        var page = await fixture.KeptAsync(scripts);
        // Cookies do not tell ports apart, and every server here is on one host.
        await page.Context.ClearCookiesAsync();
        var errors = Watch(page);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        await page.SetViewportSizeAsync(Widths[0], 900);
        fixture.Troubled.Guard.Panic = name.EndsWith(": panic", StringComparison.Ordinal) ? new PanicContract("203.0.113.9", 3_000, false, 50) : null;
        var answer = (await page.GotoAsync(Address(name)))!;
        if (name.StartsWith("shares: ", StringComparison.Ordinal))
            answer = await FillInAsync(page, name);
        var faults = new List<string>();
        // A page whose scripts are off has no scripts of axe either.
        if (scripts)
            await page.EvaluateAsync(Axe + "; 0");
        foreach (var scheme in Schemes)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            // In the dark everything lies where it lies in the light: the widest and the narrowest tell.
            foreach (var width in scripts && scheme == ColorScheme.Light ? Widths : WidestAndNarrowest)
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.EvaluateAsync("document.querySelectorAll('[loading]').forEach(one => one.loading = 'eager')");
                faults.AddRange((await LayoutAsync(page)).Select(fault => $"{width} {scheme}: {fault}"));
                if (scripts && (width, scheme) is not (768 or 400, _) and not (320, ColorScheme.Dark))
                    faults.AddRange((await page.EvaluateAsync<string[]>(Violations, scheme == ColorScheme.Dark ? "color-contrast" : null)).Select(fault => $"{width} {scheme}: {fault}"));
                if (BrowserFixture.RecordsOverview && scripts && (name, width, scheme) == ("", 1400, ColorScheme.Light))
                    await KeepAsync(page, Checkout.Path("docs/overview.png"));
            }
            var background = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            if (background is not "rgba(0, 0, 0, 0)" && background != (scheme == ColorScheme.Dark ? "rgb(16, 20, 26)" : "rgb(244, 245, 247)"))
                faults.Add($"The ground in {scheme} is {background}.");
            if (Kept is not null && scripts)
                foreach (var width in (int[])[1400, 400])
                {
                    await page.SetViewportSizeAsync(width, 900);
                    await KeepAsync(page, Path.Combine(BrowserFixture.Screens, $"{Uri.EscapeDataString(name.Length == 0 ? "overview" : name)}-{width}-{scheme}.png".ToLowerInvariant()));
                }
        }
        // The console says of an answer that is no success that it is none.
        Assert.DoesNotContain(errors, error => answer.Ok || !error.Contains("the server responded with a status of"));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>What is wrong with the page as it lies there. A new size of the window reaches pictures with the next frame, and they are loaded then: one that is still missing is waited for.</summary>
    private static async Task<IReadOnlyList<string>> LayoutAsync(IPage page)
    {
        const int tries = 50;
        for (var attempt = 1; ; attempt++)
        {
            await UntilAsync(page, "[...document.images].every(image => image.complete)");
            var faults = await page.EvaluateAsync<string[]>(Layout);
            if (attempt == tries || !faults.Any(fault => fault.StartsWith("The picture ", StringComparison.Ordinal)))
                return faults;
            await Task.Delay(100);
        }
    }

    /// <summary>Goes on to the page that comes behind a form.</summary>
    private static async Task<IResponse> FillInAsync(IPage page, string name)
    {
        await page.FillAsync("#name", name == "shares: made" ? $"night-shift-{Guid.NewGuid():N}"[..30] : "taken");
        await page.FillAsync("#title", "Temperatures of rack 12, for the technician of the night shift");
        await page.FillAsync("#graphs", "section:thermal section:nothing");
        await page.CheckAsync("input[value=password]");
        await page.FillAsync("#user", "visitor");
        var answer = await page.RunAndWaitForResponseAsync(() => page.ClickAsync("form.fields button[type=submit]"), response => response.Request.IsNavigationRequest);
        await page.WaitForLoadStateAsync();
        return answer;
    }

    private static Task KeepAsync(IPage page, string path) => page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = path });

    private static string ReadAxe()
    {
        var file = Checkout.Path("tests/axe/node_modules/axe-core/axe.min.js");
        return File.Exists(file) ? File.ReadAllText(file) : throw new InvalidOperationException($"{file} is missing; ./test fetches it.");
    }

    private string Address(string name)
    {
        if (name.Split(':', 2) is ["new", var early])
            return $"{fixture.New.Address}/{early}";
        if (name.Split(':', 2) is ["troubled", var troubled])
            return $"{fixture.Troubled.Address}/{troubled.Replace("{critical}", $"{fixture.Troubled.Critical}").Replace("{card}", fixture.Troubled.Card).Replace(": panic", "")}{(troubled == "{card}" ? "" : "?refresh=off")}";
        if (name.StartsWith("share/", StringComparison.Ordinal))
            Share("visited", "visitor", "");
        if (name.StartsWith("shares", StringComparison.Ordinal))
        {
            Share("long-named-share-of-the-data-centre", null, "2026-12-31");
            Share("taken", "visitor", "2026-04-30");
            return $"{fixture.Old.Address}/shares";
        }
        var path = name.StartsWith("link", StringComparison.Ordinal) ? Share("linked", null, "2026-06-30") + name.Replace("link", "").TrimStart('/') : name;
        return $"{fixture.Old.Address}/{path}{(path.Contains('?') || name.Contains("share/") || name.StartsWith('s') && name != "status" || name == "nothing" ? "" : "?refresh=off")}";
    }

    private string Share(string name, string? user, string until)
    {
        if (fixture.Old.Shares.Find(name) is null)
            fixture.Old.Shares.Add(new ShareDraft(name, "Thermal and network", "for the technician of the night shift", ShareScope.Of("section:thermal net.eth0*"), [], until, user, []),
                user is null ? null : "no password", "anna", fixture.Old.Zone);
        return fixture.Old.PathOf(name);
    }
}
