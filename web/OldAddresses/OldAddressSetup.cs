using Metrics.Web.Pages;

namespace Metrics.Web.OldAddresses;

/// <summary>Sends who comes by an address of MRTG or mrtg-rrd.cgi to ours, for ever.</summary>
internal static class OldAddressSetup
{
    /// <summary>Adds the map.</summary>
    public static IServiceCollection AddOldAddresses(this IServiceCollection services, OldAddressMap map) => services.AddSingleton(new OldAddressBook(map));

    /// <summary>Looks at addresses before any other does, since <c>/eth0.html</c> could be the name of a section. Who may not see the pages
    /// is not told either what the map has.</summary>
    public static void UseOldAddresses(this IApplicationBuilder app)
    {
        var book = app.ApplicationServices.GetRequiredService<OldAddressBook>();
        app.Use((context, next) =>
        {
            var (request, map) = (context.Request, book.Current);
            if (!map.IsEmpty && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Path.HasValue && map.Find(request.Path.Value) is { } here)
                context.SetEndpoint(new Endpoint(asked => Send(asked, here), EndpointMetadataCollection.Empty, "An old address"));
            return next(context);
        });
    }

    private static Task Send(HttpContext context, string here)
    {
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        // Relative, so that it is right behind a proxy whatever path that one has put before ours.
        context.Response.Headers.Location = PageFrames.RootFrom(context.Request.Path) + here;
        context.Response.Headers.CacheControl = "private, max-age=86400";
        return Task.CompletedTask;
    }
}
