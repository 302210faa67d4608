using Metrics.Web.Configuration;
using Microsoft.AspNetCore.HttpOverrides;

namespace Metrics.Web.Access;

/// <summary>Takes the headers of trusted proxies for true, and remembers who has sent a request before they change what its connection looks
/// like. From everybody else such headers mean nothing.</summary>
internal static class ProxyGate
{
    private static readonly string[] ForwardingHeaders = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Real-IP", "Forwarded", "Via"];
    private static readonly object Trusted = new();
    private static readonly object Forwarded = new();

    /// <summary>Whether a trusted proxy has sent the request.</summary>
    public static bool IsTrusted(HttpContext context) => context.Items.ContainsKey(Trusted);

    /// <summary>Whether some proxy has, trusted or not.</summary>
    public static bool IsForwarded(HttpContext context) => context.Items.ContainsKey(Forwarded);

    /// <summary>Puts the gate into the way of every request.</summary>
    public static void UseProxies(this IApplicationBuilder app, ServerOptions server)
    {
        var trust = new ProxyTrust(server.Proxies);
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedPrefix,
            // As far back as the chain consists of trusted ones.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trust.Networks)
            options.KnownIPNetworks.Add(network);
        app.Use((context, next) =>
        {
            if (Array.Exists(ForwardingHeaders, context.Request.Headers.ContainsKey))
                context.Items[Forwarded] = true;
            if (trust.Trusts(context.Connection.RemoteIpAddress))
                context.Items[Trusted] = true;
            return next(context);
        });
        app.UseWhen(IsTrusted, proxied => proxied.UseForwardedHeaders(options));
    }
}
