using System.Globalization;
using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Control;
using Metrics.Web.Tests.Serving;

namespace Metrics.Web.Tests.Commands;

/// <summary>A store with one series whose rows are known, and where a test wants it a server that has it open.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    /// <summary>The series: a gauge of 10 s steps whose row n, from 1, is n, but for the spike.</summary>
    public const string Series = "room.rack.temp";

    /// <summary>Rows of the series.</summary>
    public const int Rows = 600;

    /// <summary>The row whose value is a million.</summary>
    public const int Spike = 300;

    /// <summary>The end of row 0, in seconds since the epoch.</summary>
    public const long Start = 1_700_000_000 / 300 * 300;

    /// <summary>The schema of the series.</summary>
    public static readonly Schema Schema = new(10, 25,
        new ArchiveDefinition(ConsolidationFunction.Average, 1, 1_000), new ArchiveDefinition(ConsolidationFunction.Maximum, 30, 100));

    private readonly TemporaryDirectory directory = new();
    private ServerProcess? server;

    private readonly string config;

    private StoreFixture()
    {
        var disabled = string.Join(", ", CollectorOptions.SourceNames.Select(name => $"\"{name}\""));
        config = directory.Write("metrics.toml", $"""
            server.listen = "127.0.0.1:0"
            server.timezone = "UTC"
            collector.disabled = [{disabled}]
            """);
    }

    /// <summary>The data directory.</summary>
    public string Data => directory["data"];

    /// <summary>Where the server listens.</summary>
    public string Address { get; private set; } = "";

    /// <summary>A path beside the data directory.</summary>
    public string this[string name] => directory[name];

    /// <summary>Makes the store.</summary>
    public static async Task<StoreFixture> CreateAsync(bool isServed)
    {
        var fixture = new StoreFixture();
        using (var store = RoundRobinStore.Open(fixture.Data))
            Fill(store);
        if (isServed)
            await fixture.ServeAsync();
        return fixture;
    }

    /// <summary>Starts a server that has the store and measures nothing.</summary>
    public async Task ServeAsync()
    {
        server = new ServerProcess("--config", config, "--data", Data);
        Address = await server.AddressAsync();
    }

    /// <summary>Ends the server at once, as a crash does.</summary>
    public async Task KillAsync()
    {
        server!.Signal("KILL");
        await server.ExitAsync();
    }

    /// <summary>Tells the server to end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        server!.Signal("TERM");
        return await server.ExitAsync();
    }

    /// <summary>Runs a command on the store.</summary>
    public Task<CommandRun> RunAsync(params string[] arguments) => RunOnAsync(Data, arguments);

    /// <summary>Runs a command on another store.</summary>
    public Task<CommandRun> RunOnAsync(string data, params string[] arguments) =>
        CommandRun.MetricsAsync([.. arguments, "--config", config, "--data", data]);

    /// <summary>Runs a command that has to succeed.</summary>
    public async Task<CommandRun> SucceedAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run;
    }

    /// <summary>The store, or the way to the server that has it.</summary>
    public IStoreSession Open()
    {
        var settings = new MetricsSettings();
        settings.Store.Path = Data;
        return StoreSession.Open(settings, create: false);
    }

    /// <summary>The end of a row, as text.</summary>
    public static string End(int row) => (Start + row * 10L).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        server?.Dispose();
        directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Fill(RoundRobinStore store)
    {
        var series = store.Define(new SeriesDefinition(
            SeriesName.Parse(Series), new DataSource(DataSourceType.Gauge), Schema, new SeriesMetadata("Cel", "Rack")));
        for (var row = 0; row <= Rows; row++)
            store.Append([Reading.Of(series.Id, (Start + row * 10L) * 1_000_000, row == Spike ? 1e6 : row)]);
    }
}
