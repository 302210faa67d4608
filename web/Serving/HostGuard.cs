using System.Net;
using Metrics.Web.Configuration;

namespace Metrics.Web.Serving;

/// <summary>Refuses requests for a host we are not. A page of another site may give its own name our address (DNS rebinding) and would
/// then read everything through the browser of whoever opened it; such requests carry the other name.</summary>
internal sealed class HostGuard(RequestDelegate next, ServerOptions options)
{
    /// <summary>Goes on for our own names only.</summary>
    public Task InvokeAsync(HttpContext context) => IsOurs(context.Request.Host.Host, context.Connection.LocalIpAddress)
        ? next(context)
        : new Refusal(StatusCodes.Status421MisdirectedRequest,
            "This server does not answer for the host name of the request. The setting server.hosts adds one.").ExecuteAsync(context);

    // An address is nobody's name: who reaches us by one of ours has not been misled.
    private bool IsOurs(string host, IPAddress? local) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && (IPAddress.IsLoopback(address) || address.Equals(local) || (local is { IsIPv4MappedToIPv6: true } && address.Equals(local.MapToIPv4()))))
        || options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
}
