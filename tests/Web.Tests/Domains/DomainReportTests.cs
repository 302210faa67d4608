using Metrics.Analyzers;
using Metrics.Analyzers.Usage;
using Metrics.Web.Domains;

namespace Metrics.Web.Tests.Domains;

public sealed class DomainReportTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-report-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void What_was_before_anything_was_counted_is_unknown_and_not_nothing()
    {
        var log = Path.Combine(directory.FullName, "mail.log");
        File.WriteAllText(log,
            """
            2026-11-10T12:30:00+00:00 web postfix/smtpd[1]: AAAAA1: client=mx.example[192.0.2.7]
            2026-11-10T12:30:00+00:00 web postfix/qmgr[1]: AAAAA1: from=<x@c.example>, size=1000, nrcpt=1 (queue active)
            2026-11-10T12:30:01+00:00 web postfix/local[1]: AAAAA1: to=<anna@a.example>, relay=local, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered)
            2026-11-10T12:30:01+00:00 web postfix/qmgr[1]: AAAAA1: removed

            """);
        using (var analyzer = new LogAnalyzer(directory.FullName, new LogAnalyzerOptions { Logs = [new(log, "postfix")], Domains = ["a.example"] }, TimeProvider.System))
        {
            while (analyzer.Read())
            {
            }
            Assert.True(analyzer.Commit());
        }

        var period = new ReportPeriod(new DateOnly(2026, 11, 1), ReportLength.Month);
        var report = DomainReport.Read(new UsageReader(directory.FullName), "a.example", period, TimeZoneInfo.Utc, new DateTime(2026, 11, 14, 10, 0, 0));

        var bars = report.MessageBars.Layers[0].Values;
        Assert.All(bars[..9], value => Assert.Equal(double.NaN, value));
        Assert.Equal([1, 0, 0, 0, 0], bars[9..14]);
        Assert.All(bars[14..], value => Assert.Equal(double.NaN, value));
        // Tuesday 12:00 to Saturday 11:00.
        var cells = report.Arrivals.Values;
        Assert.Equal(Enumerable.Range(24 + 12, (3 * 24) + 23), Enumerable.Range(0, cells.Length).Where(cell => !double.IsNaN(cells[cell])));
        Assert.EndsWith("Highest Tue 12:00 to 13:00, 1. Quietest day Wed, 0 in all.", report.Arrivals.Sentence, StringComparison.Ordinal);
    }
}
