using System.Net;

namespace Metrics.Web.Configuration;

/// <summary>Where the pages are served, and what they say of the machine.</summary>
internal sealed class ServerOptions
{
    /// <summary>Addresses and ports; only of the loopback interface as long as there is no sign-in.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; set; } = [new(IPAddress.Loopback, 8080)];

    /// <summary>Host names that requests may carry besides those of the loopback interface: a reverse proxy's.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>The name of the machine on every page.</summary>
    public string Title { get; set; } = Environment.MachineName;

    /// <summary>One line under the name; empty: what the machine is.</summary>
    public string Description { get; set; } = "";

    /// <summary>The zone of every time that is shown.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;

    /// <summary>How often pages load themselves again.</summary>
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Series whose values stand on top of the first page, at most six; empty: chosen from what there is.</summary>
    public IReadOnlyList<string> Tiles { get; set; } = [];
}
