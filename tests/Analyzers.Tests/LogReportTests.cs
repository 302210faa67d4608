using System.ComponentModel;
using System.Diagnostics;
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
        var report = new LogReport(new LogAnalyzerOptions { Domains = PostfixLog.LocalDomains }, TimeProvider.System);
        foreach (var file in new[] { first, second })
            Assert.Equal("mail", report.Read(file, null, null, CancellationToken.None));
        Assert.Equal(totals.All, report.Sums.Select(s => (s.Key.Domain, s.Key.User, s.Key.Measure, s.Value)).Order());
    }

    [Fact]
    public void The_format_of_a_file_is_found_by_its_lines()
    {
        var path = Path.Combine(directory.FullName, "log");
        using (var file = File.Create(path))
            AccessLog.Write(file, new Totals(), 300, seed: 1, begin: 1_795_000_000, withHost: true);
        var report = new LogReport(new LogAnalyzerOptions(), TimeProvider.System);
        Assert.Equal("vhost_combined", report.Read(path, null, null, CancellationToken.None));
        File.WriteAllText(path, "nothing that anybody knows\n");
        Assert.Throws<InvalidDataException>(() => report.Read(path, null, null, CancellationToken.None));
    }

    [Theory]
    [InlineData("198.51.100.7 UNKNOWN anna", " -"), InlineData("ftp.example.org [90] 198.51.100.7", "")]
    public void A_log_of_FTP_commands_is_no_log_of_a_web_server(string client, string size)
    {
        var path = Path.Combine(directory.FullName, "proftpd_extended.log");
        string[] commands = ["USER anna\" 331", "PASS (hidden)\" 230", "CWD /srv\" 250", "RETR a file\" 226", "QUIT\" 221"];
        File.WriteAllLines(path, commands.Select(c => $"{client} [23/Nov/2026:00:14:09 +0000] \"{c}{size}"));
        Assert.Equal("proftpd_extended", new LogReport(new LogAnalyzerOptions(), TimeProvider.System).Read(path, null, null, CancellationToken.None));
    }

    [Fact]
    public void An_empty_log_is_no_error()
    {
        var path = Path.Combine(directory.FullName, "empty.log");
        File.WriteAllText(path, "");
        var report = new LogReport(new LogAnalyzerOptions(), TimeProvider.System);
        Assert.Equal("", report.Read(path, null, null, CancellationToken.None));
        Assert.Equal(0, report.Lines);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("xz", "xz-utils")]
    [InlineData("zstd", "zstd")]
    public void What_its_own_tool_packed_is_unpacked_whatever_its_name_and_a_damaged_file_is_said(string tool, string package)
    {
        var output = new MemoryStream();
        XferLog.Write(output, new Totals(), 20_000, seed: 1, begin: 1_795_000_000);
        var log = Path.Combine(directory.FullName, "log");
        File.WriteAllBytes(log, output.ToArray());
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, ["-q", "-c", log]) { RedirectStandardOutput = true })!;
            var packed = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(packed);
            process.WaitForExit();
            // Two files, one behind the other, are one.
            File.WriteAllBytes(log, [.. packed.ToArray(), .. packed.ToArray()]);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"The test needs Debian's {package}: apt-get install -y {package}", e);
        }
        var report = new LogReport(new LogAnalyzerOptions(), TimeProvider.System);
        report.Read(log, null, null, CancellationToken.None);
        Assert.Equal((40_000, 0), (report.Lines, report.UnknownLines));
        var whole = File.ReadAllBytes(log);
        File.WriteAllBytes(log, whole[..^20]);
        Assert.StartsWith("is damaged: ", Assert.Throws<IOException>(() => report.Read(log, "xferlog", null, CancellationToken.None)).Message, StringComparison.Ordinal);
        whole.AsSpan(whole.Length / 4, 1_000).Reverse();
        File.WriteAllBytes(log, whole);
        Assert.StartsWith("is damaged: ", Assert.Throws<IOException>(() => report.Read(log, "xferlog", null, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.True(report.Lines > 40_000);
    }
}
