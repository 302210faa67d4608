using Metrics.Web.Tests;
using Metrics.Web.Tests.Serving;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Metrics.Browser.Tests.BrowserFixture))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Metrics.Browser.Tests;

/// <summary>Debian's Chromium, the real server measuring this machine every second, and servers over data that are made up: once for all tests.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Milliseconds for one step of the browser; a machine that builds at the same time is slow.</summary>
    private const float Patience = 120_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly TemporaryDirectory directory = new();
    private ServerProcess server = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    /// <summary>Windows that are used again, by whether they run scripts.</summary>
    private readonly Dictionary<bool, IPage> kept = [];

    /// <summary>Where the server is.</summary>
    public string Address { get; private set; } = "";

    /// <summary>A server with forty days of data.</summary>
    internal MadeUpServer Old { get; private set; } = null!;

    /// <summary>A server with twelve minutes of data.</summary>
    internal MadeUpServer New { get; private set; } = null!;

    /// <summary>A server on which much is the matter.</summary>
    internal TroubledServer Troubled { get; private set; } = null!;

    /// <summary>Where pictures of the pages are kept.</summary>
    public static string Screens { get; } = Directory.CreateDirectory(Checkout.Path("artifacts/screens")).FullName;

    /// <summary>Whether the picture of the overview in the documentation is to be made anew: <c>METRICS_RECORD_OVERVIEW=1</c>.</summary>
    public static bool RecordsOverview { get; } = Environment.GetEnvironmentVariable("METRICS_RECORD_OVERVIEW") == "1";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            throw new InvalidOperationException($"{Chromium} is missing; the Debian package chromium has it.");
        var config = directory.Write("metrics.toml", "server.listen = \"127.0.0.1:0\"\ncollector.step = \"1s\"\ncollector.network_step = \"1s\"");
        server = new ServerProcess("--config", config, "--data", directory["data"]);
        Old = await MadeUpServer.StartAsync();
        New = await MadeUpServer.StartAsync(12 * 60);
        Troubled = await TroubledServer.StartAsync();
        Address = await server.AddressAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Arguments });
    }

    /// <summary>A new window, with nothing remembered from others. Closing it takes its process with it.</summary>
    public async Task<IPage> OpenAsync(int width = 1400, ColorScheme scheme = ColorScheme.Light, bool scripts = true)
    {
        // One at a time: a window that a test has left is done with.
        foreach (var old in browser.Contexts)
            await old.CloseAsync();
        kept.Clear();
        return await NewAsync(width, scheme, scripts);
    }

    /// <summary>The window of before, or a new one: for tests that look at one page after another.</summary>
    public async Task<IPage> KeptAsync(bool scripts)
    {
        if (!kept.TryGetValue(scripts, out var page))
            kept[scripts] = page = await NewAsync(1400, ColorScheme.Light, scripts);
        return page;
    }

    private async Task<IPage> NewAsync(int width, ColorScheme scheme, bool scripts)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            JavaScriptEnabled = scripts,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (Old is not null)
            await Old.DisposeAsync();
        if (New is not null)
            await New.DisposeAsync();
        if (Troubled is not null)
            await Troubled.DisposeAsync();
        if (server is not null)
        {
            server.Signal("TERM");
            await server.ExitAsync();
            server.Dispose();
        }
        directory.Dispose();
    }
}
