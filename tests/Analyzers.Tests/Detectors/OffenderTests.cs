using System.Globalization;
using Metrics.Analyzers.Detectors;

namespace Metrics.Analyzers.Tests.Detectors;

public sealed class OffenderTests
{
    [Fact]
    public void An_offender_is_told_at_once_and_known_after_a_restart()
    {
        using var analyzer = new TestAnalyzer("proftpd", []);
        var found = new List<Offender>();
        analyzer.Offenders.Found += found.Add;
        File.WriteAllText(analyzer.Log, string.Concat(Enumerable.Range(0, 10).Select(Refusal)));

        analyzer.ReadAll();

        Assert.Equal("192.0.2.7", Assert.Single(found).Subject);
        Assert.Equal(10, found[0].Evidence.Length);
        Assert.True(analyzer.Commit());
        analyzer.Crash();
        var known = Assert.Single(analyzer.Offenders.All);
        Assert.Equal(found[0] with { Evidence = known.Evidence }, known);
        Assert.Equal(found[0].Evidence, known.Evidence);

        File.AppendAllText(analyzer.Log, string.Concat(Enumerable.Range(10, 10).Select(Refusal)));
        analyzer.ReadAll();
        Assert.Equal((found[0].FirstUnixSeconds, 2), (analyzer.Offenders.All[0].FirstUnixSeconds, analyzer.Offenders.All[0].Times));
    }

    [Fact]
    public void What_is_counted_of_an_address_and_of_a_sender_goes_on_after_a_restart()
    {
        using var refused = new TestAnalyzer("proftpd", []);
        using var sending = new TestAnalyzer("postfix", []);
        for (var i = 0; i < 10; i++)
        {
            Assert.Empty(refused.Offenders.All);
            Assert.Empty(sending.Offenders.All);
            File.AppendAllText(refused.Log, Refusal(i));
            File.AppendAllText(sending.Log, string.Create(
                CultureInfo.InvariantCulture,
                $"Nov 23 11:00:{i:00} web01 postfix/smtpd[1]: {i:X8}: client=unknown[198.51.100.7], sasl_method=PLAIN, sasl_username=anna\nNov 23 11:00:{i:00} web01 postfix/qmgr[1]: {i:X8}: from=<a@b.example>, size=100, nrcpt=100 (queue active)\n"));
            foreach (var analyzer in new[] { refused, sending })
            {
                analyzer.ReadAll();
                Assert.True(analyzer.Commit());
                analyzer.Crash();
            }
        }

        Assert.Equal(("downloads", "192.0.2.7"), (refused.Offenders.All[0].Detector, refused.Offenders.All[0].Subject));
        Assert.Equal(("sending", "anna"), (sending.Offenders.All[0].Detector, sending.Offenders.All[0].Subject));
    }

    [Fact]
    public void A_report_of_an_old_log_says_whom_it_would_have_pointed_at()
    {
        var log = Path.Combine(Directory.CreateTempSubdirectory("metrics-offenders-").FullName, "old.log");
        File.WriteAllText(log, string.Concat(Enumerable.Range(0, 10).Select(Refusal)));
        var report = new LogReport(new LogAnalyzerOptions(), TimeProvider.System);

        report.Read(log, "proftpd", null, TestContext.Current.CancellationToken);

        Assert.Equal("192.0.2.7", Assert.Single(report.Offenders).Subject);
        Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
    }

    [Fact]
    public void An_address_in_the_name_of_a_user_is_not_pointed_at()
    {
        using var analyzer = new TestAnalyzer("proftpd", []);
        File.WriteAllText(analyzer.Log, string.Concat(Enumerable.Range(0, 50).Select(second => string.Create(
            CultureInfo.InvariantCulture,
            $"Nov 23 11:00:{second:00} web01 proftpd[100]: 198.51.100.1 (h.example[203.0.113.9]) - USER x (192.0.2.7[192.0.2.7]) - Connection refused (MaxClientsPerHost 2): no such user found from h.example [203.0.113.9] to 198.51.100.1:21\n"))));

        analyzer.ReadAll();

        Assert.All(analyzer.Offenders.All, offender => Assert.Equal(("passwords.ftp", "203.0.113.9"), (offender.Detector, offender.Subject)));
        Assert.NotEmpty(analyzer.Offenders.All);
    }

    [Fact]
    public void What_an_attacker_writes_into_a_line_is_shown_as_text_only()
    {
        var evidence = new EvidenceLines();
        evidence.Add("a\u001b[31mb\0c\u202Ed"u8);
        evidence.Add([0xC3, 0x28, 0xFF]);

        Assert.Equal(["a\uFFFD[31mb\uFFFDc\uFFFDd", "\uFFFD(\uFFFD"], evidence.Lines);
    }

    private static string Refusal(int second) => string.Create(
        CultureInfo.InvariantCulture,
        $"Nov 23 11:00:{second:00} web01 proftpd[{second + 100}]: 198.51.100.1 (h.example[192.0.2.7]) - Connection refused (MaxClientsPerHost 2)\n");
}
