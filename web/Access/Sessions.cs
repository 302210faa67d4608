using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;

namespace Metrics.Web.Access;

/// <summary>Begins and ends the sessions of users.</summary>
internal static class Sessions
{
    /// <summary>Begins a new session and ends the one that the browser had.</summary>
    public static async Task BeginAsync(HttpContext context, UserDirectory users, User user)
    {
        await RevokeAsync(context, users);
        await context.SignInAsync(AccessHandler.Session, AccessClaims.Principal(user, AccessHandler.Session,
            [new Claim(AccessClaims.Session, RandomNumberGenerator.GetHexString(32, lowercase: true)), new Claim(AccessClaims.Stamp, user.Stamp)]));
    }

    /// <summary>Ends the session of a request, if it has one: here, and for whoever has a copy of its cookie.</summary>
    public static async Task EndAsync(HttpContext context, UserDirectory users)
    {
        await RevokeAsync(context, users);
        await context.SignOutAsync(AccessHandler.Session);
    }

    private static async Task RevokeAsync(HttpContext context, UserDirectory users)
    {
        var session = await context.AuthenticateAsync(AccessHandler.Session);
        if (session.Principal?.FindFirstValue(AccessClaims.Session) is { } id && session.Properties?.ExpiresUtc is { } until)
            users.End(id, until);
    }
}
