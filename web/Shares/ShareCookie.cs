namespace Metrics.Web.Shares;

/// <summary>The cookie of a visitor, which browsers send to the tree of its share and to nothing else.</summary>
internal sealed class ShareCookie : CookieBuilder
{
    /// <inheritdoc/>
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var cookie = base.Build(context, expiresFrom);
        cookie.Path = $"{context.Request.PathBase}/share/{Uri.EscapeDataString((string)context.GetRouteValue("name")!)}";
        return cookie;
    }
}
