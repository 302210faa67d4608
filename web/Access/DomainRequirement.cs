using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Metrics.Web.Access;

/// <summary>That whoever asks is an administrator or owns the domain of the address.</summary>
internal sealed class DomainRequirement : AuthorizationHandler<DomainRequirement>, IAuthorizationRequirement
{
    /// <summary>The route value that names the domain.</summary>
    public const string RouteValue = "domain";

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, DomainRequirement requirement)
    {
        var domain = (context.Resource as HttpContext)?.GetRouteValue(RouteValue) as string;
        if (context.User.IsInRole(nameof(Role.Administrator)) || (domain is not null && MaySee(context.User, domain)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    /// <summary>Whether somebody may see a domain.</summary>
    public static bool MaySee(ClaimsPrincipal user, string domain) =>
        user.IsInRole(nameof(Role.Administrator))
        || (user.IsInRole(nameof(Role.Owner)) && user.HasClaim(AccessClaims.Domain, domain.ToLowerInvariant()));
}
