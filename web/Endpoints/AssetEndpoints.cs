namespace Metrics.Web.Endpoints;

/// <summary>Style sheet and fonts, under an address that changes with their content and may be kept for ever.</summary>
internal static class AssetEndpoints
{
    /// <summary>Maps <c>/assets/{hash}/…</c>.</summary>
    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet($"/assets/{AssetFiles.Hash}/{{**path}}", Get).ExcludeFromDescription().AllowAnonymous();

    private static IResult Get(string path, HttpResponse response)
    {
        if (AssetFiles.Find(path) is not { } asset)
            return TypedResults.NotFound();
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return asset;
    }
}
