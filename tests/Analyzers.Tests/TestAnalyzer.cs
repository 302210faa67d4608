using Metrics.Analyzers.Usage;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Analyzers.Tests;

/// <summary>An analyzer of one log in a directory of its own, which can be ended as a crash ends it.</summary>
internal sealed class TestAnalyzer : IDisposable
{
    private readonly LogAnalyzerOptions options;
    private LogAnalyzer analyzer;

    public TestAnalyzer(string format, IReadOnlyList<string> domains, string? domain = null, long mostDatabaseBytes = 1L << 30)
    {
        Log = Path.Combine(Directory.FullName, "the.log");
        options = new LogAnalyzerOptions { Logs = [new LogSettings(Log, format, domain)], Domains = domains, MostDatabaseBytes = mostDatabaseBytes };
        analyzer = new LogAnalyzer(Directory.FullName, options, Time);
    }

    public DirectoryInfo Directory { get; } = System.IO.Directory.CreateTempSubdirectory("metrics-analyzer-");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public string Log { get; }

    public LogStatus Status => analyzer.Status[0];

    public LiveCounts Live => analyzer.Live;

    public Metrics.Analyzers.Detectors.OffenderBook Offenders => analyzer.Offenders;

    /// <summary>Reads a piece.</summary>
    public bool Read() => analyzer.Read();

    /// <summary>Reads all there is, a second after the last time.</summary>
    public void ReadAll()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        while (analyzer.Read())
        {
        }
    }

    public bool Commit() => analyzer.Commit();

    /// <summary>Ends without a last commit, and starts again.</summary>
    public void Crash()
    {
        analyzer.Dispose();
        analyzer = new LogAnalyzer(Directory.FullName, options, Time);
    }

    /// <summary>What the database says.</summary>
    public long this[string domain, string user, Measure measure] =>
        UsageOf.Directory(Directory.FullName).Where(v => (v.Domain, v.User, v.Measure) == (domain, user, measure)).Sum(v => v.Value);

    public void Dispose()
    {
        analyzer.Dispose();
        Directory.Delete(recursive: true);
    }
}
