namespace Metrics.Web.Serving;

/// <summary>Sends a browser to another page of ours after a form, with a relative address: right behind a proxy too, whatever path that one
/// has put before ours.</summary>
/// <param name="Location">The page, relative to the one that was asked for.</param>
internal sealed record Redirection(string Location) : IResult
{
    /// <summary>To a page of ours.</summary>
    public static Redirection To(string location) => new(location);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Location;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
