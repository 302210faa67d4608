using System.Globalization;
using Metrics.Analyzers.Usage;
using Microsoft.Extensions.Time.Testing;

namespace Metrics.Analyzers.Tests.Tailing;

/// <summary>Logs of transfers in a directory of their own, and an analyzer that follows them by a pattern or a path.</summary>
internal sealed class ReadLogs : IDisposable
{
    private readonly LogAnalyzerOptions options;
    private LogAnalyzer analyzer;

    public ReadLogs(string pattern, params IReadOnlyList<string> domains) : this(null, pattern, domains)
    {
    }

    private ReadLogs(string? data, string pattern, IReadOnlyList<string> domains)
    {
        Data = data ?? Path.Combine(Directory.FullName, "data");
        options = new LogAnalyzerOptions { Logs = [new LogSettings(this[pattern], "xferlog")], Domains = domains };
        analyzer = new LogAnalyzer(Data, options, Time);
    }

    public string this[string path] => Path.Combine(Directory.FullName, "logs", path);

    public DirectoryInfo Directory { get; } = System.IO.Directory.CreateTempSubdirectory("metrics-logs-");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public LogStatus Status => analyzer.Status[0];

    /// <summary>Lines of all logs that were not understood.</summary>
    public long Unknown => analyzer.Status.Sum(log => log.UnknownLines);

    public LiveCounts Live => analyzer.Live;

    /// <summary>Whole downloads that were counted, of the server or of a domain.</summary>
    public long Downloads(string domain = "") => UsageOf.Directory(Data).Where(v => (v.Domain, v.User, v.Measure) == (domain, "", Measure.FtpDownloads)).Sum(v => v.Value);

    /// <summary>Bytes of them: each line has its own number, so that the sum says which were counted.</summary>
    public long Bytes => UsageOf.Directory(Data).Where(v => (v.Domain, v.User, v.Measure) == ("", "", Measure.FtpDownloadBytes)).Sum(v => v.Value);

    /// <summary>The data directory.</summary>
    public string Data { get; }

    /// <summary>What the database refused.</summary>
    public string? Fault => analyzer.Fault;

    /// <summary>Logs whose data directory is elsewhere.</summary>
    public static ReadLogs WithData(string pattern, string data) => new(data, pattern, []);

    public static string Line(int bytes) =>
        $"Mon Nov 23 00:14:09 2026 1 198.51.100.7 {bytes.ToString(CultureInfo.InvariantCulture)} /srv/a b _ o r anna ftp 0 * c\n";

    public static string Lines(int first, int last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(Line));

    public void Write(string path, string text)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.AppendAllText(this[path], text);
    }

    public void ReadAll(TimeSpan? after = null) => Assert.True(TryReadAll(after));

    public bool TryReadAll(TimeSpan? after = null)
    {
        Time.Advance(after ?? TimeSpan.FromSeconds(1));
        while (analyzer.Read())
        {
        }
        return analyzer.Commit();
    }

    public void Stop() => analyzer.Dispose();

    public void Start() => analyzer = new LogAnalyzer(Data, options, Time);

    public void Dispose()
    {
        analyzer.Dispose();
        Directory.Delete(recursive: true);
    }
}
