using System.Net;
using System.Text.Encodings.Web;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Metrics.Web.Access;

/// <summary>Says who makes a request: whom a trusted proxy names, whose password comes with it, whose session it belongs to; and as long as
/// nobody can sign in, whoever is at this machine.</summary>
internal sealed class AccessHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, UserDirectory users, PasswordCheck passwords,
    AccessOptions access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme; the default one.</summary>
    public const string Name = "access";

    /// <summary>Name of the scheme of session cookies.</summary>
    public const string Session = "session";

    private TimeSpan wait;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (access.UserHeader.Length > 0 && ProxyGate.IsTrusted(Context) && Request.Headers[access.UserHeader] is [{ Length: > 0 } named])
            return users.Find(named) is { } known
                ? Success(AccessClaims.Principal(known, Name))
                : AuthenticateResult.Fail("The proxy names somebody who is no user here.");
        // What is open to all has no use for a user's password; that of a share's visitor is no user's.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null && BasicCredentials.Read(Request) is { } credentials)
            return await CheckAsync(credentials);
        var session = await Context.AuthenticateAsync(Session);
        if (session.Succeeded || !IsOpen())
            return session;
        return Success(AccessClaims.Local(Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.CacheControl = "no-store";
        if (wait > TimeSpan.Zero)
            return Refusal.TooSoon(wait).ExecuteAsync(Context);
        if (Refusal.WantsPage(Request) && !Request.Headers.ContainsKey("Authorization"))
        {
            // Relative, so that it is right behind a proxy whatever path that one has put before ours.
            Response.StatusCode = StatusCodes.Status302Found;
            Response.Headers.Location = $"{PageFrames.RootFrom(Request.Path)}sign-in?to={Uri.EscapeDataString(LocalPath.Of(Request))}";
            return Task.CompletedTask;
        }
        Response.Headers.WWWAuthenticate = BasicCredentials.Challenge(Request);
        return new Refusal(StatusCodes.Status401Unauthorized, "A user and a password are needed.").ExecuteAsync(Context);
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (Request.Path != "/" || !Context.User.IsInRole(nameof(Role.Owner)))
            return new Refusal(StatusCodes.Status403Forbidden, "Your user may not see this.").ExecuteAsync(Context);
        // The first page is the machine's; who owns domains begins with them.
        return Redirection.To($"./d/{Request.QueryString.ToUriComponent()}").ExecuteAsync(Context);
    }

    private async Task<AuthenticateResult> CheckAsync(BasicCredentials credentials)
    {
        if (!PlainText.MayCarryPasswords(Context, access))
            return AuthenticateResult.Fail("Passwords are not taken over plain HTTP.");
        var user = users.Find(credentials.User);
        var outcome = await passwords.CheckAsync(
            Context.Connection.RemoteIpAddress, "user " + credentials.User, user?.Password, credentials.Password, Context.RequestAborted);
        wait = outcome.Wait;
        return outcome.IsRight ? Success(AccessClaims.Principal(user!, Name)) : AuthenticateResult.Fail("Wrong user or password.");
    }

    /// <summary>Whether nothing is asked: nobody could answer, and the request comes from this machine and not through a proxy.</summary>
    private bool IsOpen() =>
        users.IsEmpty && access.UserHeader.Length == 0 && !ProxyGate.IsForwarded(Context)
        && Context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote);

    private AuthenticateResult Success(System.Security.Claims.ClaimsPrincipal principal) =>
        AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
}
