using Metrics.Analyzers;
using Metrics.Web.Configuration;
using Metrics.Web.Tests.Access;

namespace Metrics.Web.Tests.Domains;

/// <summary>A server that has read a mail log of two domains and a transfer log.</summary>
public sealed class DomainServer : SecuredServer
{
    private static readonly string[] Domains = ["a.example", "b.example"];

    private protected override void Prepare(MetricsSettings settings)
    {
        base.Prepare(settings);
        settings.Server.TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var (mail, transfers) = (Path.Combine(settings.Store.Path, "mail.log"), Path.Combine(settings.Store.Path, "xferlog"));
        // The first message is of 1 March in Berlin, though of 28 February in UTC.
        File.WriteAllText(mail,
            """
            2026-02-28T23:30:00+00:00 web postfix/smtpd[1]: AAAAA1: client=mx.example[192.0.2.7]
            2026-02-28T23:30:00+00:00 web postfix/qmgr[1]: AAAAA1: from=<x@c.example>, size=1000, nrcpt=2 (queue active)
            2026-02-28T23:30:01+00:00 web postfix/local[1]: AAAAA1: to=<anna@a.example>, relay=local, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered)
            2026-02-28T23:30:01+00:00 web postfix/local[1]: AAAAA1: to=<"=<b>'x"@a.example>, relay=local, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered)
            2026-02-28T23:30:01+00:00 web postfix/qmgr[1]: AAAAA1: removed
            2026-03-18T12:00:00+00:00 web postfix/smtpd[1]: AAAAA2: client=mx.example[192.0.2.7]
            2026-03-18T12:00:00+00:00 web postfix/qmgr[1]: AAAAA2: from=<bob@b.example>, size=500, nrcpt=1 (queue active)
            2026-03-18T12:00:01+00:00 web postfix/local[1]: AAAAA2: to=<anna@a.example>, relay=local, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered)
            2026-03-18T12:00:01+00:00 web postfix/qmgr[1]: AAAAA2: removed

            """);
        File.WriteAllText(transfers, "Wed Mar 18 12:00:00 2026 1 198.51.100.7 4096 /srv/a.example/f.bin b _ o r anna ftp 0 * c\n");
        var web = Path.Combine(settings.Store.Path, "access.log");
        File.WriteAllText(web,
            """
            a.example:443 198.51.100.7 - - [18/Mar/2026:12:00:00 +0000] "GET /<i>page HTTP/1.1" 200 1000 "https://search.example/?q=1" "<u>Mozilla"
            a.example:443 198.51.100.8 - - [18/Mar/2026:12:00:00 +0000] "GET /page HTTP/1.1" 200 1000 "-" "examplebot/1.0"

            """);
        var ftp = Path.Combine(settings.Store.Path, "proftpd.log");
        File.WriteAllText(ftp, string.Concat(Enumerable.Range(0, 10).Select(second =>
            $"2026-03-18 12:00:0{second},000 web proftpd[10] 198.51.100.1 (h.example[198.51.100.66]): USER <script>alert(1)</script> (Login failed): Incorrect password\n")));
        using var analyzer = new LogAnalyzer(
            settings.Store.Path,
            new LogAnalyzerOptions { Logs = [new(mail, "postfix"), new(transfers, "xferlog"), new(ftp, "proftpd"), new(web, "vhost_combined")], Domains = Domains, TimeZone = settings.Server.TimeZone },
            TimeProvider.System);
        while (analyzer.Read())
        {
        }
        analyzer.Commit();
    }
}
