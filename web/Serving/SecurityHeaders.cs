using Metrics.Web.Configuration;
using Metrics.Web.Shares;

namespace Metrics.Web.Serving;

/// <summary>Headers that every answer carries, whatever it is.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, ServerOptions options)
{
    /// <summary>Nothing from elsewhere, no form to elsewhere; no script but where the next adds it.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; frame-src 'self'; form-action 'self'; "
        + "base-uri 'none'; ";

    /// <summary>The script of the pages, and where it asks for new data.</summary>
    private const string ScriptPolicy = "script-src 'self'; connect-src 'self'; ";

    /// <summary>A drawing is a document too when it is opened by itself: its own rules in it, and nothing else at all.</summary>
    private const string DrawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

    // All but who may have the page in a frame; and with that of nearly all answers, put together once.
    private readonly string policy = ContentSecurityPolicy + (options.Script ? ScriptPolicy : "") + "frame-ancestors ";
    private readonly string usualPolicy = ContentSecurityPolicy + (options.Script ? ScriptPolicy : "") + "frame-ancestors 'none'";

    /// <summary>Adds the headers and goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var (response, all) = ((HttpResponse, SecurityHeaders))state;
            var headers = response.Headers;
            headers.ContentSecurityPolicy = response.ContentType == "image/svg+xml" ? DrawingPolicy : all.Policy(response.HttpContext);
            // No page of a server belongs into an index, and those that are shared least of all.
            headers["X-Robots-Tag"] = "noindex";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            // Pictures are made to be shown on other pages, by whoever may see them; our cookies do not come with requests from there.
            headers["Cross-Origin-Resource-Policy"] = response.ContentType?.StartsWith("image/", StringComparison.Ordinal) == true ? "cross-origin" : "same-origin";
            // Static rendering announces a feature of a script that no page has.
            headers.Remove("blazor-enhanced-nav");
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            return Task.CompletedTask;
        }, (context.Response, this));
        return next(context);
    }

    /// <summary>Who may have a page in a frame: where its share says so, and our own pages those that are made for it.</summary>
    private string Policy(HttpContext context) =>
        context.Features.Get<ShareVisit>() is { Share.Frames: { IsEmpty: false } origins } ? policy + string.Join(' ', origins)
        : context.GetEndpoint()?.Metadata.GetMetadata<MayBeFramed>() is null ? usualPolicy : policy + "'self'";
}
