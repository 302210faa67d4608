using Metrics.Actions;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Endpoints;
using Metrics.Web.Serving;

namespace Metrics.Web.Pages;

/// <summary>What pages and pictures need.</summary>
internal static class PageSetup
{
    /// <summary>Adds the pages.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddRazorComponents();
        return services.AddSingleton(settings).AddSingleton(provider => new GraphCatalog(
                provider.GetRequiredService<RoundRobinStore>(), provider.GetRequiredService<TimeProvider>(), settings.Graphs,
                // Asked for later: what is told of incidents has graphs in it.
                () => provider.GetRequiredService<ActionsService>().History))
            .AddSingleton<PageFrames>().AddSingleton<DiskSpaces>().AddSingleton<KeptGraphs>().AddSingleton<Panels>().AddSingleton<Tiles>()
            .AddSingleton<AnswerCache>().AddSingleton<DrawingTurns>().AddSingleton<PictureService>().AddSingleton<PageAnswers>();
    }
}
