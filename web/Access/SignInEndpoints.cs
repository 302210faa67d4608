using Metrics.Grapher;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Metrics.Web.Access;

/// <summary>The way in and the way out.</summary>
internal static class SignInEndpoints
{
    private const string WrongPassword = "User or password is wrong.";

    /// <summary>Maps <c>/sign-in</c> and <c>/sign-out</c>.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous();
        pages.MapGet("/sign-in", GetSignIn).TakesQuery("to", "theme");
        pages.MapPost("/sign-in", PostSignInAsync).TakesQuery("theme");
        pages.MapGet("/sign-out", GetSignOut).TakesQuery();
        pages.MapPost("/sign-out", PostSignOutAsync).TakesQuery();
    }

    private static IResult GetSignIn(string? to, HttpContext context, ServerOptions server, AccessOptions access, IAntiforgery forms) =>
        Card(context, server, forms, to, PlainText.MayCarryPasswords(context, access) ? null : PlainText.Reason);

    private static async Task<IResult> PostSignInAsync(
        [FromForm] string? user, [FromForm] string? password, [FromForm] string? to, HttpContext context, UserDirectory users, PasswordCheck passwords,
        ServerOptions server, AccessOptions access, IAntiforgery forms)
    {
        if (!PlainText.MayCarryPasswords(context, access))
            return new Refusal(StatusCodes.Status403Forbidden, PlainText.Reason);
        var known = users.Find(user ?? "");
        var outcome = await passwords.CheckAsync(
            context.Connection.RemoteIpAddress, "user " + user, known?.Password, password ?? "", context.RequestAborted);
        if (outcome.Wait > TimeSpan.Zero)
            return Refusal.TooSoon(outcome.Wait);
        if (!outcome.IsRight)
            return Card(context, server, forms, to, WrongPassword, user, StatusCodes.Status401Unauthorized);
        await Sessions.BeginAsync(context, users, known!);
        // The first page is the machine's; an owner begins with his domains.
        var home = known!.Role == Role.Owner ? "/d/" : "/";
        return Redirection.To(LocalPath.FromRoot(LocalPath.Read(to) is { Length: > 1 } page ? page : home));
    }

    private static RazorComponentResult<SignOutPage> GetSignOut(HttpContext context, ServerOptions server, IAntiforgery forms)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SignOutPage>(new { server.Title, User = context.User.Identity?.Name, Form = forms.GetAndStoreTokens(context) });
    }

    private static async Task<IResult> PostSignOutAsync([FromForm] string? _, HttpContext context, UserDirectory users)
    {
        await Sessions.EndAsync(context, users);
        return Redirection.To("./sign-in");
    }

    private static IResult Card(
        HttpContext context, ServerOptions server, IAntiforgery forms, string? to, string? problem, string? user = null, int status = StatusCodes.Status200OK)
    {
        GraphTheme? theme = null;
        if (context.Request.Query["theme"] is [{ } text] && !PageQuery.TryReadTheme(text, out theme))
            return Refusal.BadRequest("The parameter theme takes auto, light or dark.");
        var form = forms.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SignInPage>(new
        {
            server.Title,
            Subtitle = "Metrics of this machine",
            Root = "./",
            Action = "sign-in" + new PageQuery(null, null, theme).ToText(withRange: false),
            Theme = theme is { } asked ? PageFrame.NameOf(asked) : null,
            To = LocalPath.Read(to),
            Problem = problem,
            User = user,
            Form = form,
        })
        { StatusCode = status };
    }
}
