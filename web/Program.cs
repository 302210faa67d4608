using Metrics.Collector;
using Metrics.Web.Access;
using Metrics.Web.Alerts;
using Metrics.Web.Api;
using Metrics.Web.Blocking;
using Metrics.Web.Commands;
using Metrics.Web.Configuration;
using Metrics.Web.Control;
using Metrics.Web.Domains;
using Metrics.Web.Embeds;
using Metrics.Web.Endpoints;
using Metrics.Web.Firewall;
using Metrics.Web.Hold;
using Metrics.Web.Jobs;
using Metrics.Web.Live;
using Metrics.Web.Offenders;
using Metrics.Web.OldAddresses;
using Metrics.Web.Pages;
using Metrics.Web.Prometheus;
using Metrics.Web.Serving;
using Metrics.Web.Shares;
using Microsoft.Extensions.Options;

namespace Metrics.Web;

/// <summary>The process <c>metrics</c>: what it is composed of.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => MetricsCommand.RunAsync(arguments);

    /// <summary>Composes the server.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="store">The open store; it must outlive the server.</param>
    /// <param name="time">Tells the time; null: the system does.</param>
    /// <exception cref="StartRefusedException">Others could see everything.</exception>
    /// <exception cref="IOException">The state database cannot be used.</exception>
    internal static WebApplication Compose(MetricsSettings settings, RrdStore.RoundRobinStore store, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddServer(settings.Server);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddStore(store).AddControl().AddSingleton(Options.Create(settings.Collector)).AddCollector()
            .AddLogs(settings.Store.Path, settings.Logs.Options(settings.Server.TimeZone)).AddGraphs(settings.Server).AddPages(settings)
            .AddAccess(settings).AddShares().AddLive().AddDomains(settings.Store).AddOldAddresses(settings.OldAddresses).AddGuardClient(settings).AddFirewall().AddAlerts(settings)
            .AddBlocking(settings).AddHold(settings).AddJobs();

        var app = builder.Build();
        app.UseServer(settings);
        app.UseAccess(settings);
        app.UseAdministratorWatch();
        app.MapAssets();
        app.MapMonitoring();
        app.MapSeries();
        app.MapApi();
        app.MapShareApi();
        app.MapPrometheus();
        app.MapOEmbed();
        app.MapPictures();
        app.MapDomains();
        app.MapOffenders();
        app.MapAlerts();
        app.MapHold();
        app.MapFirewall();
        app.MapPages();
        app.MapLive();
        app.MapEvents();
        app.MapSignIn();
        app.MapShares();
        app.MapShareAdministration();
        return app;
    }
}
