namespace Metrics.Web.Serving;

/// <summary>Takes the path of a reverse proxy away, so that everything behind this works as if there were none. Links and redirects are
/// relative and need it not; the paths of cookies and the addresses of shares do.</summary>
internal static class BasePath
{
    /// <summary>Puts it into the way of every request.</summary>
    public static void UseBasePath(this IApplicationBuilder app, string basePath)
    {
        if (basePath.Length > 0)
            app.Use((context, next) => Shorten(context, basePath) ? next(context) : Task.CompletedTask);
    }

    private static bool Shorten(HttpContext context, string basePath)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(basePath, StringComparison.Ordinal, out var rest))
        {
            // The proxy has taken it away, and has perhaps said so.
            if (!request.PathBase.HasValue)
                request.PathBase = basePath;
            return true;
        }
        if (!rest.HasValue)
        {
            // Relative links would lead beside it.
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = $"{basePath[(basePath.LastIndexOf('/') + 1)..]}/{request.QueryString.ToUriComponent()}";
            return false;
        }
        request.PathBase = request.PathBase.HasValue ? request.PathBase : basePath;
        request.Path = rest;
        return true;
    }
}
