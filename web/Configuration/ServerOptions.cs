using System.Net;

namespace Metrics.Web.Configuration;

/// <summary>Where the pages are served, and what they say of the machine.</summary>
internal sealed class ServerOptions
{
    /// <summary>Addresses with ports, and Unix sockets.</summary>
    public IReadOnlyList<EndPoint> Listen { get; set; } = [new IPEndPoint(IPAddress.Loopback, 8080)];

    /// <summary>File of the certificate and those that lead to its root; empty: no TLS.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>File of the certificate's private key; empty: in the same file.</summary>
    public string CertificateKey { get; set; } = "";

    /// <summary>Host names that requests may carry besides those of the loopback interface: a reverse proxy's.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>The path before ours, behind a proxy: empty, or with a slash at its beginning and none at its end.</summary>
    public string BasePath { get; set; } = "";

    /// <summary>Addresses and networks of the proxies whose headers are true; <c>unix</c> for whoever connects to a Unix socket.</summary>
    public IReadOnlyList<string> Proxies { get; set; } = [];

    /// <summary>The file that says which graph each target of an MRTG has become; empty: none.</summary>
    public string OldAddresses { get; set; } = "";

    /// <summary>The name of the machine on every page.</summary>
    public string Title { get; set; } = Environment.MachineName;

    /// <summary>One line under the name; empty: what the machine is.</summary>
    public string Description { get; set; } = "";

    /// <summary>The zone of every time that is shown.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;

    /// <summary>How often pages load themselves again.</summary>
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether pages have a script; they do without it what they do, but load themselves as a whole.</summary>
    public bool Script { get; set; } = true;

    /// <summary>Series whose values stand on top of the first page, at most six; empty: chosen from what there is.</summary>
    public IReadOnlyList<string> Tiles { get; set; } = [];
}
