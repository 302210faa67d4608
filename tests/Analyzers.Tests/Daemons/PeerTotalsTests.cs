using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Metrics.Analyzers.Usage;
using Metrics.LogGenerator;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>Debian's analyzers read the same logs, and say the same where they are right. Lines that one of them takes for broken are left out.</summary>
public sealed partial class PeerTotalsTests : IDisposable
{
    private const long Begin = 1_795_000_000;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-peers-");

    private string Log => Path.Combine(directory.FullName, "log");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Analog_and_Webalizer_count_the_same_transfers_and_bytes()
    {
        // Analog takes a path with a blank for the end of the line; what was deleted is a transfer to both.
        var ours = Read("xferlog", (file, totals) => XferLog.Write(file, totals, 5_000, 1, Begin), line => line.Split(' ').Length == 18 && !line.Contains(" b _ d ", StringComparison.Ordinal));
        var analog = Analog(@"LOGFORMAT (%j %M %d %h:%n:%j %Y %j %S %b %r %j %j %j %j %u %j %j %j %j)");
        Assert.Equal((Transfers(ours), Bytes(ours)), (analog["SR"], analog["BT"]));
        var webalizer = Webalizer("ftp");
        Assert.Equal((Transfers(ours), Kibibytes(Bytes(ours))), webalizer);
    }

    [Fact]
    public void Analog_Webalizer_and_GoAccess_count_the_same_requests_and_bytes()
    {
        // An escaped quotation mark and a name with a blank are too much for them.
        var ours = Read("combined", (file, totals) => AccessLog.Write(file, totals, 5_000, 1, Begin, withHost: false),
            line => !line.Contains("\\\"", StringComparison.Ordinal) && !line.Contains(" a b ", StringComparison.Ordinal));
        var requests = ours[Measure.WebRequests];
        var analog = Analog("LOGFORMAT COMBINED");
        Assert.Equal(requests, analog["SR"] + analog["RR"] + analog["FL"]);
        Assert.Equal(ours[Measure.WebStatus3xx] + ours[Measure.WebStatus2xx], analog["SR"] + analog["RR"]);
        Assert.Equal((requests, Kibibytes(ours[Measure.WebBytes])), Webalizer("clf"));
        var report = Path.Combine(directory.FullName, "report.json");
        DebianProgram.Run("goaccess", "goaccess", Log, "--log-format=COMBINED", "--no-global-config", "--no-progress", "-o", report);
        using var general = JsonDocument.Parse(File.ReadAllBytes(report));
        var found = general.RootElement.GetProperty("general");
        Assert.Equal((requests, ours[Measure.WebBytes]), (found.GetProperty("valid_requests").GetInt64(), found.GetProperty("bandwidth").GetInt64()));
    }

    [Fact]
    public void Pflogsumm_counts_the_same_refusals_deferrals_bounces_and_deliveries()
    {
        var hops = 0L;
        var ours = Read("postfix", (file, totals) => PostfixLog.Write(file, totals, 3_000, 1, Begin), line =>
        {
            hops += line.Contains("relay=127.0.0.1", StringComparison.Ordinal) ? 1 : 0;
            return true;
        });
        var report = DebianProgram.Run("pflogsumm", "pflogsumm", Log);
        Assert.Equal(ours[Measure.MailRejected], Said("rejected"));
        Assert.Equal(ours[Measure.MailBounced], Said("bounced"));
        // "deferred  (1234  deferrals)": messages, and attempts, which are what is counted here.
        Assert.Equal(ours[Measure.MailDeferred], long.Parse(Deferrals().Match(report).Groups[1].Value, CultureInfo.InvariantCulture));
        // To pflogsumm the hop to a content filter is one more delivery.
        Assert.Equal(ours[Measure.MailReceivedRecipients] + ours[Measure.MailRelayed] + hops, Said("delivered"));

        long Said(string what) => long.Parse(Regex.Match(report, $@"^\s*(\d+)\s+{what}\b", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Eximstats_counts_the_same_messages_deliveries_and_refusals()
    {
        var ours = Read("exim", (file, totals) => EximLog.Write(file, totals, 3_000, 1, Begin), _ => true);
        var report = DebianProgram.Run("perl", "perl", UnpackedExim.EximStats, "-nr", "-nt", "-h0", Log);
        // "Received  volume  messages  hosts", "Delivered  volume  messages  addresses  hosts", "Rejects  messages  hosts".
        Assert.Equal(ours[Measure.MailAccepted], Said("Received", 2));
        Assert.Equal(ours[Measure.MailReceivedRecipients] + ours[Measure.MailRelayed], Said("Delivered", 3));
        Assert.Equal(ours[Measure.MailRejected], Said("Rejects", 1));

        long Said(string what, int word) =>
            long.Parse(Regex.Match(report, $@"^\s*{what}(\s+\S+){{{word}}}", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\((\d+)\s+deferrals\)")]
    private static partial Regex Deferrals();

    private static long Transfers(Dictionary<Measure, long> ours) =>
        ours[Measure.FtpDownloads] + ours[Measure.FtpDownloadsBroken] + ours[Measure.FtpUploads] + ours[Measure.FtpUploadsBroken];

    private static long Bytes(Dictionary<Measure, long> ours) => ours[Measure.FtpDownloadBytes] + ours[Measure.FtpUploadBytes];

    private static long Kibibytes(long bytes) => (long)Math.Round(bytes / 1024.0);

    // Writes the log, and says what we count in it for the server.
    private Dictionary<Measure, long> Read(string format, Action<Stream, Totals> write, Func<string, bool> isKept)
    {
        using var whole = new MemoryStream();
        write(whole, new Totals());
        var lines = Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        File.WriteAllLines(Log, lines.Where(isKept));
        var report = new LogReport(new LogAnalyzerOptions { Domains = PostfixLog.LocalDomains }, TimeProvider.System);
        report.Read(Log, format, null, CancellationToken.None);
        Assert.Equal(0, report.UnknownLines);
        return report.Sums.Where(s => s.Key.Domain.Length == 0).ToDictionary(s => s.Key.Measure, s => s.Value);
    }

    // Its computer-readable lines: "x", a name, a number.
    private Dictionary<string, long> Analog(string format) =>
        DebianProgram.Run("analog", "analog", "-G", $"+C{format}", "+CALL OFF", "+CGENERAL ON", "+COUTPUT COMPUTER", Log).Split('\n')
            .Select(l => l.Split('\t')).Where(l => l is ["x", "SR" or "RR" or "FL" or "BT" or "CL", _]).ToDictionary(l => l[1], l => long.Parse(l[2], CultureInfo.InvariantCulture));

    // Its history has a line a month: month, year, hits, files, sites, KiB.
    private (long Hits, long Kibibytes) Webalizer(string format)
    {
        DebianProgram.Run("webalizer", "webalizer", "-Q", "-F", format, "-N", "0", "-n", "test", "-o", directory.FullName, Log);
        var months = File.ReadLines(Path.Combine(directory.FullName, "webalizer.hist")).Where(l => !l.StartsWith('#')).Select(l => l.Split(' ').Select(long.Parse).ToArray()).ToList();
        return (months.Sum(m => m[2]), months.Sum(m => m[5]));
    }
}
