namespace Metrics.Web.Live;

/// <summary>What the moving parts of the pages need.</summary>
internal static class LiveSetup
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services) => services.AddSingleton<Bandwidth>().AddSingleton<DailyTraffic>().AddSingleton<DataBeat>();
}
