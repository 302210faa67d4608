using Metrics.Web.Configuration;
using Metrics.Web.Serving;
using Metrics.Web.State;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;

namespace Metrics.Web.Access;

/// <summary>Who may see what: everything is for administrators unless an endpoint says otherwise.</summary>
internal static class AccessSetup
{
    /// <summary>Adds users, sign-in and policies.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddSingleton(_ => StateDatabase.Open(settings.Store.Path)).AddSingleton<UserDirectory>();
        services.AddSingleton<Passwords>().AddSingleton<PasswordCheck>().AddSingleton(settings.Access).AddSingleton<SessionEvents>();
        services.AddDataProtection().KeepKeysIn(settings.Store.Path);
        services.AddAuthentication(AccessHandler.Name)
            .AddScheme<AuthenticationSchemeOptions, AccessHandler>(AccessHandler.Name, null)
            .AddCookie(AccessHandler.Session, cookie =>
            {
                Harden(cookie.Cookie, "metrics-session");
                // Lax, since a link in a mail about an alert leads here.
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = settings.Access.Session;
                cookie.SlidingExpiration = true;
                cookie.EventsType = typeof(SessionEvents);
            });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole(nameof(Role.Administrator)).Build())
            .AddPolicy(AccessPolicies.Domain, policy => policy.AddRequirements(new DomainRequirement()))
            .AddPolicy(AccessPolicies.OwnDomains, policy => policy.RequireRole(nameof(Role.Administrator), nameof(Role.Owner)));
        services.AddAntiforgery(forms =>
        {
            Harden(forms.Cookie, "metrics-form");
            forms.Cookie.SameSite = SameSiteMode.Strict;
            // Our policy for frames is the one of the content security policy.
            forms.SuppressXFrameOptionsHeader = true;
        });
        return services.Configure<FormOptions>(form => (form.ValueCountLimit, form.KeyLengthLimit, form.ValueLengthLimit) = (64, 64, 16 * 1024));
    }

    /// <summary>Asks who makes a request, and whether he may; forms must be ours.</summary>
    public static void UseAccess(this WebApplication app, MetricsSettings settings)
    {
        if (Exposure.Problem(settings, app.Services.GetRequiredService<UserDirectory>()) is { } problem)
            throw new StartRefusedException(problem);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>The keys of cookies, forms and links belong to the data, not to the home directory of whoever starts the server.</summary>
    public static IDataProtectionBuilder KeepKeysIn(this IDataProtectionBuilder protection, string data) =>
        protection.SetApplicationName("metrics").PersistKeysToFileSystem(Directory.CreateDirectory(
            Path.Combine(data, "keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

    /// <summary>A cookie that scripts never see and that goes over TLS only when it came over TLS.</summary>
    public static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.IsEssential = true;
    }
}
