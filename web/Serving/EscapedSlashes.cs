using Microsoft.AspNetCore.Http.Features;

namespace Metrics.Web.Serving;

/// <summary>A slash in a name, <c>router1/net.eth0</c>, stands in addresses as <c>%2F</c>. The server leaves that as it is in a path, so that it
/// is no step of one; here it becomes a slash of the name again, once it is known which parts of the path are names.</summary>
internal static class EscapedSlashes
{
    private const string Escaped = "%2F", EscapedTwice = "%252F";

    /// <summary>Reads them in all values of the route.</summary>
    public static void UseEscapedSlashes(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!context.Request.Path.Value!.Contains(Escaped, StringComparison.OrdinalIgnoreCase))
            return next(context);
        // In the path both look the same by now. No name has these three characters in it, so what is escaped twice is no name.
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Contains(EscapedTwice, StringComparison.OrdinalIgnoreCase))
            return Refusal.NotFound("There is nothing at this address.").ExecuteAsync(context);
        foreach (var (name, value) in context.Request.RouteValues.ToList())
            context.Request.RouteValues[name] = (value as string)?.Replace(Escaped, "/", StringComparison.OrdinalIgnoreCase) ?? value;
        return next(context);
    });
}
