using System.IO.Compression;
using Metrics.LogGenerator;

namespace Metrics.Analyzers.Tests;

public sealed class LogReportTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-report-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Files_of_one_log_are_read_as_one_and_gz_is_unpacked()
    {
        var (output, totals) = (new MemoryStream(), new Totals());
        PostfixLog.Write(output, totals, 2_000, seed: 7, begin: 1_795_000_000, iso: true, filters: true);
        var bytes = output.ToArray();
        var middle = Array.IndexOf(bytes, (byte)'\n', bytes.Length / 2) + 1;
        var (first, second) = (Path.Combine(directory.FullName, "mail.log.1.gz"), Path.Combine(directory.FullName, "mail.log"));
        using (var packed = new GZipStream(File.Create(first), CompressionLevel.Fastest))
            packed.Write(bytes, 0, middle);
        // The last line has no end.
        File.WriteAllBytes(second, bytes[middle..^1]);
        var report = new LogReport(new LogAnalyzerOptions { Domains = PostfixLog.LocalDomains });
        foreach (var file in new[] { first, second })
        {
            Assert.Equal("mail", LogReport.FormatOf(file));
            report.Read(file, "mail", null, CancellationToken.None);
        }
        Assert.Equal(totals.All, report.Sums.Select(s => (s.Key.Domain, s.Key.User, s.Key.Measure, s.Value)).Order());
    }

    [Fact]
    public void The_format_of_a_file_is_found_by_its_lines()
    {
        var path = Path.Combine(directory.FullName, "log");
        using (var file = File.Create(path))
            AccessLog.Write(file, new Totals(), 300, seed: 1, begin: 1_795_000_000, withHost: true);
        Assert.Equal("vhost_combined", LogReport.FormatOf(path));
        File.WriteAllText(path, "nothing that anybody knows\n");
        Assert.Null(LogReport.FormatOf(path));
    }
}
