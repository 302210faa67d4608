using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tests.Usage;

public sealed class GuestTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-guests-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void A_guest_s_password_makes_no_domain_of_the_server_his()
    {
        var report = Read(
            "Thu Nov 26 22:00:00 2026 1 203.0.113.5 100 /srv/ftp/pub/f b _ o a x@example.net ftp 0 * c",
            "Thu Nov 26 22:00:01 2026 1 203.0.113.5 10 /srv/example.org/f b _ o a x@example.net ftp 0 * c",
            "Thu Nov 26 22:00:02 2026 1 203.0.113.5 1 /srv/ftp/pub/f b _ o r anna@example.net ftp 0 * c");

        Assert.Equal(1, report.Sums[("example.net", "", Measure.FtpDownloadBytes)]);
        Assert.Equal(1, report.Sums[("example.net", "anna", Measure.FtpDownloadBytes)]);
        Assert.Equal(10, report.Sums[("example.org", "anonymous", Measure.FtpDownloadBytes)]);
        Assert.Equal(111, report.Sums[("", "", Measure.FtpDownloadBytes)]);
    }

    [Fact]
    public void A_host_is_one_in_both_forms_of_its_address()
    {
        var report = Read(
            "Thu Nov 26 22:00:00 2026 1 203.0.113.5 100 /srv/example.org/f b _ o r anna ftp 0 * c",
            "Thu Nov 26 22:00:01 2026 1 ::ffff:203.0.113.5 10 /srv/example.org/f b _ o r anna ftp 0 * c",
            "Thu Nov 26 22:00:02 2026 1 2001:db8::5 1 /srv/example.org/f b _ o r anna ftp 0 * c");

        Assert.Equal([("203.0.113.5", 2L, 110L), ("2001:db8::5", 1, 1)], report.Top("example.org", TopKind.FtpHosts).Select(e => (e.Name, e.Count, e.Bytes)));
    }

    private LogReport Read(params string[] lines)
    {
        var log = Path.Combine(directory.FullName, "xferlog");
        File.WriteAllLines(log, lines);
        var report = new LogReport(new LogAnalyzerOptions { Domains = ["example.net", "example.org"] }, TimeProvider.System);
        report.Read(log, "xferlog", null, TestContext.Current.CancellationToken);
        return report;
    }
}
