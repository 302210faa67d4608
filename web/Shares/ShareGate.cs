using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Metrics.Web.Access;
using Metrics.Web.Configuration;
using Metrics.Web.Pages;
using Metrics.Web.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metrics.Web.Shares;

/// <summary>Decides who sees a share. An address that leads nowhere is answered like one that leads to a share: nobody learns which there
/// are by trying names or tokens.</summary>
internal sealed class ShareGate(
    ShareDirectory shares, ShareLinks links, ShareUses uses, PasswordCheck passwords, ServerOptions server, AccessOptions access, IAntiforgery forms,
    TimeProvider time)
{
    /// <summary>Name of the scheme of visitors' cookies.</summary>
    public const string Scheme = "share";

    private const string IdClaim = "share";

    /// <summary>Lets a request into a share's tree, or says why not.</summary>
    public async ValueTask<object?> AdmitAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        var refusal = context.GetRouteValue("token") is string token ? Follow(context, token) : await AskAsync(context, (string)context.GetRouteValue("name")!);
        if (refusal is not null)
            return refusal;
        var answer = await next(call);
        // What was asked for in vain was not used.
        if (answer is not Refusal)
            uses.Count(ShareVisit.Of(context).Share);
        return answer;
    }

    /// <summary>Takes the form of the card.</summary>
    public async Task<IResult> SignInAsync(HttpContext context, string name, string user, string password, string? to)
    {
        if (!PlainText.MayCarryPasswords(context, access))
            return new Refusal(StatusCodes.Status403Forbidden, PlainText.Reason);
        var share = Find(name);
        var outcome = await CheckAsync(context, name, share, user, password);
        if (outcome.Wait > TimeSpan.Zero)
            return Refusal.TooSoon(outcome.Wait);
        if (!outcome.IsRight)
            return Card(context, LocalPath.Read(to), user, "User or password is wrong.");
        if (share!.IsOver(time.GetUtcNow()))
            return Gone();
        await context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(IdClaim, $"{share.Id}")], Scheme)));
        return Redirection.To(LocalPath.FromRoot(LocalPath.Read(to) ?? "/"));
    }

    /// <summary>The way from a page of a share's tree to the root of the tree.</summary>
    public static string RootFrom(HttpRequest request)
    {
        // /share/{name} and /s/{token} are two steps; without a slash behind them the last one has to be repeated.
        var path = request.Path.Value ?? "/";
        var end = path.IndexOf('/', path.IndexOf('/', 1) + 1);
        return end < 0 ? $"./{Uri.EscapeDataString(path[(path.LastIndexOf('/') + 1)..])}/" : PageFrames.RootFrom(path[end..]);
    }

    private Refusal? Follow(HttpContext context, string token)
    {
        if (links.Read(token) is not { } link || shares.FindLink(link) is not { } share || share.IsOver(time.GetUtcNow()))
            return Gone();
        Enter(context, share);
        return null;
    }

    private async Task<IResult?> AskAsync(HttpContext context, string name)
    {
        var share = Find(name);
        if (BasicCredentials.Read(context.Request) is { } credentials)
        {
            if (!PlainText.MayCarryPasswords(context, access))
                return new Refusal(StatusCodes.Status403Forbidden, PlainText.Reason);
            var outcome = await CheckAsync(context, name, share, credentials.User, credentials.Password);
            if (outcome.Wait > TimeSpan.Zero)
                return Refusal.TooSoon(outcome.Wait);
            if (!outcome.IsRight)
                return Challenge(context);
        }
        else if (share is null || (await context.AuthenticateAsync(Scheme)).Principal?.FindFirstValue(IdClaim) != $"{share.Id}")
        {
            return Challenge(context);
        }
        if (share!.IsOver(time.GetUtcNow()))
            return Gone();
        Enter(context, share);
        return null;
    }

    private static void Enter(HttpContext context, Share share) => context.Features.Set(new ShareVisit(share, RootFrom(context.Request)));

    private Share? Find(string name) => shares.Find(name) is { Link: null } share ? share : null;

    private Task<SignInOutcome> CheckAsync(HttpContext context, string name, Share? share, string user, string password)
    {
        var isUser = share?.User is { } known && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(user));
        return passwords.CheckAsync(context.Connection.RemoteIpAddress, "share " + name, isUser ? share!.Password : null, password, context.RequestAborted);
    }

    private IResult Challenge(HttpContext context)
    {
        if (!Refusal.WantsPage(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = BasicCredentials.Challenge(context.Request);
            return new Refusal(StatusCodes.Status401Unauthorized, "A user and a password are needed.");
        }
        var root = RootFrom(context.Request);
        var path = context.Request.Path.ToUriComponent();
        var inside = root.StartsWith("../", StringComparison.Ordinal) ? path[path.IndexOf('/', path.IndexOf('/', 1) + 1)..] : null;
        return Card(context, LocalPath.Read(inside), null, PlainText.MayCarryPasswords(context, access) ? null : PlainText.Reason);
    }

    private RazorComponentResult<SignInPage> Card(HttpContext context, string? to, string? user, string? problem)
    {
        var form = forms.GetAndStoreTokens(context);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.WWWAuthenticate = "Form realm=\"Metrics\"";
        return new RazorComponentResult<SignInPage>(new
        {
            server.Title,
            Subtitle = "Graphs, shared by the operator",
            Root = RootFrom(context.Request),
            Action = "sign-in",
            To = to,
            Problem = problem,
            User = user,
            Button = "Show the graphs",
            Note = "You get read-only access to the graphs that are shared with you, nothing else.",
            Form = form,
        })
        { StatusCode = StatusCodes.Status401Unauthorized };
    }

    private static Refusal Gone() => new(StatusCodes.Status410Gone, "What was shared here is not shared any more, or the address is not complete.");
}
