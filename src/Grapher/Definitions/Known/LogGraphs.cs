namespace Metrics.Grapher.Known;

/// <summary>What logs say: mail, file transfer, web requests, and who wants to get in.</summary>
internal static class LogGraphs
{
    /// <summary>The graphs there are series for.</summary>
    public static IEnumerable<GraphDefinition> Of(SeriesPool pool) =>
        new[]
        {
            OnOverview(pool.Graph("mail", "mail", "Mail", GraphUnit.PerSecond,
                pool.Put("mail.received", "Received", SeriesColour.Green, SeriesShape.Area),
                pool.Put("mail.sent", "Sent", SeriesColour.Blue, SeriesShape.Line))),
            OnOverview(pool.Graph("mail.rejected", "mail", "Mail refused", GraphUnit.PerSecond,
                pool.Put("mail.rejected", "Refused", SeriesColour.Rose, SeriesShape.Area))),
            pool.Graph("mail.reasons", "mail", "Why mail was refused", GraphUnit.PerSecond,
                pool.Put("mail.rejected.blocklist", "Block list", SeriesColour.Rose, SeriesShape.Line),
                pool.Put("mail.rejected.unknown", "No such recipient", SeriesColour.Purple, SeriesShape.Line),
                pool.Put("mail.greylisted", "Greylisted", SeriesColour.Sky, SeriesShape.Line),
                pool.Put("mail.spam", "Spam", SeriesColour.Orange, SeriesShape.Line),
                pool.Put("mail.virus", "Virus", SeriesColour.Blue, SeriesShape.Line),
                pool.Put("mail.rejected.relay", "Relay", SeriesColour.Slate, SeriesShape.Line)),
            OnOverview(pool.Graph("mail.queue", "mail", "Mail in the queue", GraphUnit.Count,
                pool.Put("mail.queue", "Waiting", SeriesColour.Purple, SeriesShape.Area),
                pool.Put("mail.queue.new", "To be tried now", SeriesColour.Sky, SeriesShape.Line))),
            pool.Graph("mail.deferred", "mail", "Deliveries", GraphUnit.PerSecond,
                pool.Put("mail.delivered", "Delivered", SeriesColour.Green, SeriesShape.Line),
                pool.Put("mail.deferred", "Put off", SeriesColour.Purple, SeriesShape.Area),
                pool.Put("mail.bounced", "Failed", SeriesColour.Rose, SeriesShape.Line)),
            pool.Graph("mail.bytes", "mail", "Mail traffic", GraphUnit.BytesPerSecond,
                pool.Put("mail.bytes.in", "Received", SeriesColour.Green, SeriesShape.Area),
                pool.Put("mail.bytes.out", "Sent", SeriesColour.Blue, SeriesShape.Line)),
            pool.Graph("mail.signins", "mail", "Sign-ins to mail", GraphUnit.PerSecond,
                pool.Put("mail.signins.failed", "Failed", SeriesColour.Rose, SeriesShape.Area),
                pool.Put("mail.signins", "Signed in", SeriesColour.Sky, SeriesShape.Line)),
            pool.Graph("mail.filter", "mail", "What mail filters found", GraphUnit.PerSecond,
                pool.Put("mail.filter.spam", "Spam", SeriesColour.Orange, SeriesShape.Line),
                pool.Put("mail.filter.virus", "Viruses", SeriesColour.Blue, SeriesShape.Line),
                pool.Put("mail.filter.greylisted", "Put off", SeriesColour.Sky, SeriesShape.Line)),
            OnOverview(pool.Graph("ftp.bytes", "ftp", "FTP traffic", GraphUnit.BytesPerSecond,
                pool.Put("ftp.bytes.out", "Downloads", SeriesColour.Green, SeriesShape.Area),
                pool.Put("ftp.bytes.in", "Uploads", SeriesColour.Orange, SeriesShape.Line))),
            OnOverview(pool.Graph("ftp.refused", "ftp", "FTP refused", GraphUnit.PerSecond,
                pool.Put("ftp.refused", "Over a limit", SeriesColour.Rose, SeriesShape.Area),
                pool.Put("ftp.signins.failed", "Failed sign-ins", SeriesColour.Purple, SeriesShape.Line))),
            pool.Graph("ftp.transfers", "ftp", "FTP transfers", GraphUnit.PerSecond,
                pool.Put("ftp.downloads", "Downloads", SeriesColour.Green, SeriesShape.Area),
                pool.Put("ftp.uploads", "Uploads", SeriesColour.Orange, SeriesShape.Line)),
            pool.Graph("ftp.sessions", "ftp", "FTP sign-ins", GraphUnit.PerSecond,
                pool.Put("ftp.sessions", "Sign-ins", SeriesColour.Sky, SeriesShape.Area)),
            OnOverview(pool.Graph("web.requests", "web", "Web requests", GraphUnit.PerSecond,
                pool.Put("web.requests", "Requests", SeriesColour.Green, SeriesShape.Area),
                pool.Put("web.errors", "Server errors", SeriesColour.Rose, SeriesShape.Line))),
            pool.Graph("web.bytes", "web", "Web traffic", GraphUnit.BytesPerSecond,
                pool.Put("web.bytes", "Sent", SeriesColour.Blue, SeriesShape.Area)),
            pool.Graph("ssh.signins", "access", "Sign-ins to shells", GraphUnit.PerSecond,
                pool.Put("ssh.signins.failed", "Failed", SeriesColour.Rose, SeriesShape.Area),
                pool.Put("ssh.signins", "Signed in", SeriesColour.Sky, SeriesShape.Line)),
            pool.Graph("packets.refused", "access", "Packets kept out", GraphUnit.PerSecond,
                pool.Put("packets.refused", "Refused", SeriesColour.Rose, SeriesShape.Area)),
        }.Concat(pool.Keys("domain.", ".mail.received", ".ftp.bytes", ".web.requests").SelectMany(domain => OfDomain(pool, domain))).OfType<GraphDefinition>();

    private static GraphDefinition?[] OfDomain(SeriesPool pool, string domain)
    {
        var name = $"domain.{domain}.";
        return
        [
            pool.Graph(name + "mail", KnownGraphs.DomainSection, $"{domain}: mail", GraphUnit.PerSecond,
                pool.Put(name + "mail.received", "Received", SeriesColour.Green, SeriesShape.Area),
                pool.Put(name + "mail.sent", "Sent", SeriesColour.Blue, SeriesShape.Line),
                pool.Put(name + "mail.rejected", "Refused", SeriesColour.Rose, SeriesShape.Line)),
            pool.Graph(name + "web", KnownGraphs.DomainSection, $"{domain}: web requests", GraphUnit.PerSecond,
                pool.Put(name + "web.requests", "Requests", SeriesColour.Green, SeriesShape.Area)),
            pool.Graph(name + "traffic", KnownGraphs.DomainSection, $"{domain}: traffic", GraphUnit.BytesPerSecond,
                pool.Put(name + "web.bytes", "Web", SeriesColour.Blue, SeriesShape.Stack),
                pool.Put(name + "ftp.bytes", "FTP", SeriesColour.Orange, SeriesShape.Stack)),
        ];
    }

    private static GraphDefinition? OnOverview(GraphDefinition? graph) => graph is null ? null : graph with { OnOverview = true };
}
