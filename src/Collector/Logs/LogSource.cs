using Metrics.Analyzers;
using Metrics.Analyzers.Usage;
using Metrics.RrdStore;

namespace Metrics.Collector;

/// <summary>What logs say, as rates: messages, transfers and requests a second, of the server and of its domains.</summary>
/// <param name="analyzer">Counts them.</param>
/// <param name="families">What the logs are of.</param>
internal sealed class LogSource(LogAnalyzer analyzer, IReadOnlyCollection<LogFamily> families) : ISource
{
    /// <summary>Domains with series of their own, six each; the others have usage only.</summary>
    public const int MostDomains = 1_000;

    private static readonly (LogFamily Family, string Name, Measure[] Measures, string Unit, string Label)[] Known =
    [
        (LogFamily.Mail, "mail.sent", [Measure.MailSent], "1/s", "Sent"),
        (LogFamily.Mail, "mail.received", [Measure.MailReceived], "1/s", "Received"),
        (LogFamily.Mail, "mail.delivered", [Measure.MailReceived, Measure.MailRelayed], "1/s", "Delivered"),
        (LogFamily.Mail, "mail.rejected", [Measure.MailRejected], "1/s", "Rejected"),
        (LogFamily.Mail, "mail.rejected.blocklist", [Measure.MailRejectedBlockList], "1/s", "On a block list"),
        (LogFamily.Mail, "mail.rejected.unknown", [Measure.MailRejectedUnknownRecipient], "1/s", "No such recipient"),
        (LogFamily.Mail, "mail.rejected.relay", [Measure.MailRejectedRelay], "1/s", "Relay"),
        (LogFamily.Mail, "mail.greylisted", [Measure.MailRejectedGreylist], "1/s", "Greylisted"),
        (LogFamily.Mail, "mail.spam", [Measure.MailRejectedSpam], "1/s", "Spam"),
        (LogFamily.Mail, "mail.virus", [Measure.MailRejectedVirus], "1/s", "Virus"),
        (LogFamily.Mail, "mail.deferred", [Measure.MailDeferred], "1/s", "Deferred"),
        (LogFamily.Mail, "mail.bounced", [Measure.MailBounced], "1/s", "Bounced"),
        (LogFamily.Mail, "mail.bytes.in", [Measure.MailReceivedBytes], "By/s", "Received"),
        (LogFamily.Mail, "mail.bytes.out", [Measure.MailSentBytes], "By/s", "Sent"),
        (LogFamily.Mail, "mail.signins.failed", [Measure.MailSignInsFailed], "1/s", "Failed sign-ins"),
        (LogFamily.Mail, "mail.signins", [Measure.MailSignIns], "1/s", "Sign-ins"),
        (LogFamily.Mail, "mail.filter.spam", [Measure.MailFoundSpam], "1/s", "Spam found"),
        (LogFamily.Mail, "mail.filter.virus", [Measure.MailFoundVirus], "1/s", "Viruses found"),
        (LogFamily.Mail, "mail.filter.greylisted", [Measure.MailGreylisted], "1/s", "Put off"),
        (LogFamily.Ftp, "ftp.downloads", [Measure.FtpDownloads, Measure.FtpDownloadsBroken], "1/s", "Downloads"),
        (LogFamily.Ftp, "ftp.uploads", [Measure.FtpUploads, Measure.FtpUploadsBroken], "1/s", "Uploads"),
        (LogFamily.Ftp, "ftp.bytes.out", [Measure.FtpDownloadBytes], "By/s", "Downloads"),
        (LogFamily.Ftp, "ftp.bytes.in", [Measure.FtpUploadBytes], "By/s", "Uploads"),
        (LogFamily.Ftp, "ftp.refused", [Measure.FtpRefusedPerHost, Measure.FtpRefusedPerUser, Measure.FtpRefusedPerClass, Measure.FtpRefusedServer], "1/s", "Refused"),
        (LogFamily.Ftp, "ftp.sessions", [Measure.FtpSessions], "1/s", "Sign-ins"),
        (LogFamily.Ftp, "ftp.signins.failed", [Measure.FtpSignInsFailed], "1/s", "Failed sign-ins"),
        (LogFamily.Web, "web.requests", [Measure.WebRequests], "1/s", "Requests"),
        (LogFamily.Web, "web.errors", [Measure.WebStatus5xx], "1/s", "Server errors"),
        (LogFamily.Web, "web.bytes", [Measure.WebBytes], "By/s", "Sent"),
        (LogFamily.Host, "ssh.signins", [Measure.SshSignIns], "1/s", "Sign-ins"),
        (LogFamily.Host, "ssh.signins.failed", [Measure.SshSignInsFailed], "1/s", "Failed sign-ins"),
        (LogFamily.Host, "packets.refused", [Measure.PacketsRefused], "1/s", "Refused"),
    ];

    private static readonly (LogFamily Family, string Name, Measure[] Measures, string Unit, string Label)[] OfDomain =
    [
        (LogFamily.Mail, "mail.received", [Measure.MailReceived], "1/s", "Received"),
        (LogFamily.Mail, "mail.sent", [Measure.MailSent], "1/s", "Sent"),
        (LogFamily.Mail, "mail.rejected", [Measure.MailRejected], "1/s", "Refused"),
        (LogFamily.Ftp, "ftp.bytes", [Measure.FtpDownloadBytes, Measure.FtpUploadBytes], "By/s", "FTP"),
        (LogFamily.Web, "web.requests", [Measure.WebRequests], "1/s", "Requests"),
        (LogFamily.Web, "web.bytes", [Measure.WebBytes], "By/s", "Web"),
    ];

    private (SeriesId Series, string Domain, Measure[] Measures)[] series = [];
    private Dictionary<string, SeriesId> own = [];

    public string Name => "logs";

    public void Discover(SeriesCatalog catalog)
    {
        series =
        [
            .. Known.Where(k => families.Contains(k.Family)).Select(k => (catalog.Define(k.Name, Types.Counter, k.Unit, k.Label), "", k.Measures)),
            .. analyzer.Domains.Take(MostDomains).SelectMany(domain => OfDomain.Where(k => families.Contains(k.Family))
                .Select(k => (catalog.Define($"domain.{domain}.{k.Name}", Types.Counter, k.Unit, k.Label), domain, k.Measures))),
        ];
        own = analyzer.OwnSeries.ToDictionary(one => one.Name, one => catalog.Define(one.Name, Types.Counter, one.Unit, one.Label), StringComparer.Ordinal);
    }

    public void Read(ReadingBatch readings)
    {
        foreach (var (id, domain, measures) in series)
        {
            var count = 0L;
            foreach (var measure in measures)
                count += analyzer.Live.Of(domain, measure);
            readings.AddCount(id, (ulong)count);
        }
        foreach (var one in analyzer.OwnSeries)
            readings.AddCount(own[one.Name], one.Value);
        foreach (var log in analyzer.Status)
            if (log.Fault is { } fault)
                readings.Faults.Add(log.Path, fault);
        foreach (var fault in analyzer.DomainFaults)
            readings.Faults.Add("domains", fault);
        if (analyzer.Fault is { } database)
            readings.Faults.Add("usage", database);
    }

    public void Dispose()
    {
    }
}
