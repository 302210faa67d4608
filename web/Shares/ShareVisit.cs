using Microsoft.AspNetCore.Http.Features;

namespace Metrics.Web.Shares;

/// <summary>A request that may see a share.</summary>
/// <param name="Share">The share.</param>
/// <param name="Root">The way from the page to the root of the share's tree.</param>
internal sealed record ShareVisit(Share Share, string Root)
{
    /// <summary>That of a request inside of a share's tree.</summary>
    public static ShareVisit Of(HttpContext context) => context.Features.GetRequiredFeature<ShareVisit>();
}
