using Metrics.Web.Access;

namespace Metrics.Web.Shares;

/// <summary>What shares need.</summary>
internal static class ShareSetup
{
    /// <summary>How long a visitor does not have to type the password again.</summary>
    private static readonly TimeSpan Session = TimeSpan.FromDays(30);

    /// <summary>Adds the records, the gate and the cookie of visitors.</summary>
    public static IServiceCollection AddShares(this IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(ShareGate.Scheme, cookie =>
        {
            AccessSetup.Harden(cookie.Cookie = new ShareCookie(), "metrics-share");
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = Session;
            cookie.SlidingExpiration = true;
        });
        services.AddSingleton<ShareUses>().AddHostedService(provider => provider.GetRequiredService<ShareUses>());
        return services.AddSingleton<ShareDirectory>().AddSingleton<ShareLinks>().AddSingleton<ShareGraphs>().AddSingleton<ShareGate>().AddSingleton<ShareMaker>();
    }
}
