using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Endpoints;
using Microsoft.AspNetCore.DataProtection;

namespace Metrics.Web.Pages;

/// <summary>What pages and pictures need.</summary>
internal static class PageSetup
{
    /// <summary>Adds the pages.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddRazorComponents();
        // Forms need keys; they belong to the data, not to the home directory of whoever starts the server.
        var keys = Directory.CreateDirectory(Path.Combine(settings.Store.Path, "keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        services.AddDataProtection().SetApplicationName("metrics").PersistKeysToFileSystem(keys);
        return services.AddSingleton(settings).AddSingleton(provider => new GraphCatalog(
                provider.GetRequiredService<RoundRobinStore>(), provider.GetRequiredService<TimeProvider>(), settings.Graphs))
            .AddSingleton<PageFrames>().AddSingleton<Panels>().AddSingleton<Tiles>()
            .AddSingleton<PictureService>();
    }
}
