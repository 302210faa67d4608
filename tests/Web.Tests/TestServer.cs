using System.Net;
using Metrics.Grapher;
using Metrics.Grapher.Language;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests;

/// <summary>The real server on a free port, over a store with ten minutes of made-up readings. It collects nothing itself, so that
/// what it shows is known.</summary>
public class TestServer : IAsyncLifetime
{
    /// <summary>A label as an attacker would choose it.</summary>
    public const string HostileLabel = "<script>alert(\"x\")</script>\n\\";

    /// <summary>Graphs of the configuration: of a pattern, of a text, of nothing, and one with a known name.</summary>
    private static readonly GraphTemplate[] ConfiguredGraphs =
    [
        new("uplinks") { Section = "network", Title = "Uplinks " + HostileLabel, Series = ["net.*"], Unit = GraphUnit.BitsPerSecond },
        new("billing")
        {
            Section = "billing",
            Program = GraphProgram.Parse("--vertical-label b/s\nDEF:in=net.eth9.in:AVERAGE\nCDEF:bits=in,8,*\nAREA:bits#00ff00:In\nPRINT:bits:MAX:%.0lf\nXPORT:bits:In"),
        },
        new("unmatched") { Section = "billing", Series = ["nowhere.*"] },
        new("missing") { Section = "billing", Series = ["nowhere.temp"] },
        new("unread") { Section = "billing", Program = GraphProgram.Parse("DEF:in=net.eth9.in:LAST:start=end-1s\nDEF:gone=nowhere:MIN\nLINE:gone#ff0000:Gone") },
        new("hwmon.test") { Section = "thermal", Title = "Replaced", Series = ["hwmon.test.temp1"] },
    ];

    private const int Step = 10;
    private const int Readings = 60;

    private readonly TemporaryDirectory directory = new();
    private RoundRobinStore store = null!;
    private WebApplication app = null!;

    /// <summary>Asks the server; does not follow redirects and does not decompress.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Name of the graph of the made-up network interface.</summary>
    public string Graph { get; private set; } = "";

    /// <summary>End of the newest reading, in seconds since the epoch.</summary>
    public long Newest { get; private set; }

    /// <summary>What the server is made of.</summary>
    internal IServiceProvider Services => app.Services;

    /// <summary>A path beside the data directory.</summary>
    internal string this[string name] => directory[name];

    public async ValueTask InitializeAsync()
    {
        store = RoundRobinStore.Open(directory["data"]);
        Fill();
        var settings = new MetricsSettings();
        settings.Server.Listen = [new IPEndPoint(IPAddress.Loopback, 0)];
        settings.Server.Title = "test <host>";
        settings.Store.Path = directory["data"];
        foreach (var source in Metrics.Collector.CollectorOptions.SourceNames)
            settings.Collector.Disabled.Add(source);
        settings.Graphs = [.. ConfiguredGraphs];
        Prepare(settings);
        app = Program.Compose(settings, store, Time);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
        Graph = app.Services.GetRequiredService<GraphCatalog>().Graphs
            .First(graph => graph.Series.Any(series => series.Series.Value == "net.eth9.in")).Name;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        store.Dispose();
        directory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes a graph into the configuration of the running server.</summary>
    public void Configure(GraphTemplate graph) => app.Services.GetRequiredService<GraphCatalog>().Use([.. ConfiguredGraphs, graph]);

    /// <summary>Asks as a browser does, for a page.</summary>
    public async Task<HttpResponseMessage> GetPageAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        return await Client.SendAsync(request);
    }

    /// <summary>The clock of a special server.</summary>
    private protected virtual TimeProvider Time => TimeProvider.System;

    /// <summary>Changes the settings of a special server, and its data directory.</summary>
    private protected virtual void Prepare(MetricsSettings settings)
    {
    }

    private void Fill()
    {
        var schema = new Schema(Step, 3 * Step, new ArchiveDefinition(ConsolidationFunction.Average, 1, 8_640), new ArchiveDefinition(ConsolidationFunction.Maximum, 1, 8_640));
        SeriesInfo Define(string name, string unit, string label) => store.Define(new SeriesDefinition(
            SeriesName.Parse(name), new DataSource(DataSourceType.Gauge), schema, new SeriesMetadata(unit, label)));
        SeriesInfo[] series =
        [
            Define("net.eth9.in", "By/s", "In"), Define("net.eth9.out", "By/s", "Out"), Define("hwmon.test.temp1", "Cel", HostileLabel),
            Define("mystery.percent", "%", "Share"),
        ];
        Newest = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Step * Step;
        var batch = new Reading[series.Length];
        for (var i = Readings - 1; i >= 0; i--)
        {
            for (var s = 0; s < series.Length; s++)
                batch[s] = Reading.Of(series[s].Id, (Newest - i * Step) * 1_000_000, 10 + s);
            store.Append(batch);
        }
    }
}
