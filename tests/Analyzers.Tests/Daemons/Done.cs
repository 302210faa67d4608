using Metrics.Analyzers.Usage;
using Metrics.LogGenerator;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>What was done to a server, compared with what the analyzer saw of it in the server's log.</summary>
internal static class Done
{
    /// <summary>Reads a server's log. All its lines are known.</summary>
    public static TestAnalyzer Analyze(string format, string log, params IReadOnlyList<string> domains) => Analyze(new TestAnalyzer(format, domains), log);

    /// <summary>Reads a server's log that is of one domain. All its lines are known.</summary>
    public static TestAnalyzer AnalyzeOf(string domain, string format, string log) => Analyze(new TestAnalyzer(format, [domain], domain), log);

    private static TestAnalyzer Analyze(TestAnalyzer analyzer, string log)
    {
        File.Copy(log, analyzer.Log);
        analyzer.ReadAll();
        Assert.True(analyzer.Commit());
        Assert.Empty(analyzer.Status.Shapes);
        return analyzer;
    }

    /// <summary>All that was done was seen, and nothing else; of a thing that was not done, the same comparison says so.</summary>
    public static void Same(Totals done, TestAnalyzer analyzer)
    {
        Assert.Empty(Differences(done, analyzer));
        done.Server(Measure.MailAccepted);
        Assert.NotEmpty(Differences(done, analyzer));
    }

    // How long things took depends on the machine; what a server adds to a message is looked at apart.
    private static List<string> Differences(Totals done, TestAnalyzer analyzer)
    {
        var (truth, seen) = (done.All.ToHashSet(), UsageOf.Directory(analyzer.Directory.FullName).Where(v => !IsApart(v.Measure)).ToHashSet());
        return [.. truth.Except(seen).Select(v => $"{v} was done"), .. seen.Except(truth).Select(v => $"{v} was seen")];
    }

    private static bool IsApart(Measure measure) =>
        measure is Measure.FtpMilliseconds or Measure.MailSentBytes or Measure.MailReceivedBytes or >= Measure.MailDelay1s and <= Measure.MailDelayLonger;
}
