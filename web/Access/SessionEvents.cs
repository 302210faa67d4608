using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Metrics.Web.Access;

/// <summary>Checks with each request that the session of its cookie still is one, and that the user still is who he was.</summary>
internal sealed class SessionEvents(UserDirectory users) : CookieAuthenticationEvents
{
    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var principal = context.Principal!;
        var session = principal.FindFirstValue(AccessClaims.Session);
        if (session is not null && users.Find(principal.Identity!.Name ?? "") is { } user && user.Stamp == principal.FindFirstValue(AccessClaims.Stamp)
            && !users.IsEnded(session))
        {
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AccessHandler.Session);
    }
}
