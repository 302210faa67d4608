using System.Net;
using Metrics.Collector;
using Metrics.RrdStore;
using Metrics.Web;
using Metrics.Web.Configuration;
using Metrics.Web.Shares;
using Metrics.Web.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Browser.Tests;

/// <summary>The server over data of <see cref="MadeUpMachine"/>, at a moment that does not pass: its pages stay what they are.</summary>
internal sealed class MadeUpServer : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly RoundRobinStore store;
    private readonly WebApplication app;

    private MadeUpServer(long? seconds, Action<MetricsSettings>? prepare)
    {
        store = RoundRobinStore.Open(directory["data"]);
        if (seconds is { } some)
            MadeUpMachine.Fill(store, Moment.ToUnixTimeSeconds(), some);
        else
            MadeUpMachine.Fill(store, Moment.ToUnixTimeSeconds());
        var settings = new MetricsSettings();
        settings.Server.Listen = [new IPEndPoint(IPAddress.Loopback, 0)];
        settings.Server.Title = "atlas.example.net";
        settings.Server.Description = "Web, mail and FTP · Frankfurt FRA-2, rack 12";
        settings.Server.TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        settings.Store.Path = directory["data"];
        foreach (var source in CollectorOptions.SourceNames)
            settings.Collector.Disabled.Add(source);
        prepare?.Invoke(settings);
        Clock = new FakeTimeProvider(Moment.AddSeconds(2));
        app = Program.Compose(settings, store, Clock);
    }

    /// <summary>When the newest readings are: a Thursday afternoon. The night and a weekend are in reach of every range.</summary>
    public static DateTimeOffset Moment { get; } = new(2026, 4, 2, 12, 35, 0, TimeSpan.Zero);

    /// <summary>Its clock, which stands still.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Where it is.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The zone of its times.</summary>
    public TimeZoneInfo Zone => app.Services.GetRequiredService<ServerOptions>().TimeZone;

    /// <summary>Its shares.</summary>
    public ShareDirectory Shares => app.Services.GetRequiredService<ShareDirectory>();

    /// <summary>Where a share is, below the root.</summary>
    public string PathOf(string share) => Shares.Find(share)!.Path(app.Services.GetRequiredService<ShareLinks>());

    /// <summary>A server with some time of data.</summary>
    /// <param name="seconds">How long ago the first data are; null: forty days.</param>
    /// <param name="prepare">What is special about it; its data directory is there already.</param>
    public static async Task<MadeUpServer> StartAsync(long? seconds = null, Action<MetricsSettings>? prepare = null)
    {
        var server = new MadeUpServer(seconds, prepare);
        await server.app.StartAsync();
        server.Address = server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        store.Dispose();
        directory.Dispose();
    }
}
