using System.CommandLine;
using Metrics.Analyzers;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;

namespace Metrics.Web.Commands;

/// <summary><c>metrics analyze</c>: reads logs once and prints what they say. Nothing is kept.</summary>
internal sealed class AnalyzeCommand : Command
{
    private const int MostUsers = 20;
    private const int MostRanked = 5;
    private const int MostShapes = 5;
    private const int MostOffenders = 20;

    private readonly Argument<string[]> files = new("FILE") { Description = "Logs, oldest first; gzip, xz and zstd are unpacked; - is the standard input.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> format = new("--format") { Description = "Their format; found out where it is left out.", HelpName = "NAME" };
    private readonly Option<string[]> domains = new("--domains")
    {
        Description = "Domains that are counted one by one, with their users, with commas between them; those of the configuration where it is left out.",
        HelpName = "DOMAINS",
        CustomParser = UserCommand.ReadDomains,
    };
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public AnalyzeCommand(ConfigOptions options) : base("analyze", "Reads logs once and prints what they say; the server need not run, and nothing is kept.")
    {
        this.options = options;
        files.Validators.Add(StoreArguments.CheckPath);
        Arguments.Add(files);
        Options.Add(format);
        Options.Add(domains);
        SetAction(Analyze);
    }

    private int Analyze(ParseResult command)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        var settings = config.Settings.Logs.Options(config.Settings.Server.TimeZone);
        if (command.GetValue(domains) is { Length: > 0 } named)
            settings.Domains = [.. named.Select(domain => domain.ToLowerInvariant())];
        var report = new LogReport(settings, TimeProvider.System);
        if (command.GetValue(format) is { } asked && !report.Formats.Contains(asked))
        {
            output.Error($"--format takes {string.Join(", ", report.Formats)}; found \"{asked}\".");
            return ExitCode.Usage;
        }
        using var interruption = new Interruption();
        var progress = new ProgressBar();
        var failures = 0;
        foreach (var file in command.GetRequiredValue(files).TakeWhile(_ => !interruption.Token.IsCancellationRequested))
        {
            try
            {
                if (Directory.Exists(file))
                    throw new IOException("is a directory; name the logs in it.");
                var total = file == LogReport.StandardInput ? 0 : new FileInfo(file).Length;
                report.Read(
                    file, command.GetValue(format), new Position(done => progress.Show(done, total, $"{StoreOutput.Bytes(done)} of {StoreOutput.Bytes(total)}", file)),
                    interruption.Token);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                progress.Clear();
                output.Error($"{file}: {e.Message}");
                failures++;
            }
        }
        progress.Clear();
        Print(report, output);
        PrintOffenders(report.Offenders, output);
        if (interruption.Token.IsCancellationRequested)
            output.Error("Interrupted; this is what was read until then.");
        return failures == 0 && !interruption.Token.IsCancellationRequested ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Print(LogReport report, StoreOutput output)
    {
        output.Say($"{report.Lines:N0} lines, {report.UnknownLines:N0} of them not understood.");
        foreach (var shape in report.Shapes.Take(MostShapes))
            output.Say($"  {shape.Lines,12:N0}  {shape.Text}");
        foreach (var domain in report.Sums.Where(s => s.Key.User.Length == 0).GroupBy(s => s.Key.Domain).OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            output.Say($"");
            output.Say($"{(domain.Key.Length == 0 ? "The server" : domain.Key)}");
            foreach (var (key, value) in domain.OrderBy(d => d.Key.Measure))
                output.Say($"  {NameOf(key.Measure),-32} {value,18:N0}");
            foreach (var user in report.Sums.Where(s => s.Key.Domain == domain.Key && s.Key.User.Length > 0).GroupBy(s => s.Key.User)
                .OrderByDescending(u => u.Sum(one => IsCount(one.Key.Measure) ? one.Value : 0)).Take(MostUsers))
                output.Say($"  {user.Key}: {string.Join(", ", user.OrderBy(u => u.Key.Measure).Select(u => $"{NameOf(u.Key.Measure).ToLowerInvariant()} {u.Value:N0}"))}");
            foreach (var kind in Enum.GetValues<TopKind>())
                PrintTop(kind, [.. report.Top(domain.Key, kind).Take(MostRanked)], output);
        }
        foreach (var series in report.OwnSeries)
            output.Say($"{series.Name,-34} {series.Value,18:N0}");
    }

    private static void PrintTop(TopKind kind, IReadOnlyList<TopEntry> entries, StoreOutput output)
    {
        if (entries.Count == 0)
            return;
        output.Say($"  {NameOf(kind.ToString())}, the most frequent:");
        foreach (var entry in entries)
            output.Say($"    {entry.Count,12:N0}  {entry.Name}{(entry.Error > 0 ? $" (at least {entry.Count - entry.Error:N0})" : "")}");
    }

    private static void PrintOffenders(IReadOnlyList<Offender> offenders, StoreOutput output)
    {
        if (offenders.Count == 0)
            return;
        output.Say($"");
        output.Say($"{offenders.Count:N0} offenders");
        foreach (var offender in offenders.Take(MostOffenders))
        {
            output.Say($"  {offender.Subject}: {offender.Reason} {offender.Times:N0} times, last {DateTimeOffset.FromUnixTimeSeconds(offender.LastUnixSeconds):u}");
            output.Say($"    {offender.Evidence[^1]}");
        }
    }

    private static bool IsCount(Measure measure) => measure is Measure.MailSent or Measure.MailReceived or Measure.FtpDownloads or Measure.FtpUploads;

    private static string NameOf(Measure measure) => measure switch
    {
        Measure.MailDelay1s => "Mail delivered within 1 s",
        Measure.MailDelay3s => "Mail delivered within 3 s",
        Measure.MailDelay10s => "Mail delivered within 10 s",
        Measure.MailDelay30s => "Mail delivered within 30 s",
        Measure.MailDelay1m => "Mail delivered within 1 min",
        Measure.MailDelay3m => "Mail delivered within 3 min",
        Measure.MailDelay10m => "Mail delivered within 10 min",
        Measure.MailDelay30m => "Mail delivered within 30 min",
        Measure.MailDelay1h => "Mail delivered within 1 h",
        Measure.MailDelay3h => "Mail delivered within 3 h",
        Measure.MailDelay10h => "Mail delivered within 10 h",
        Measure.MailDelay1d => "Mail delivered within 1 d",
        Measure.MailDelayLonger => "Mail delivered later",
        >= Measure.WebStatus2xx and <= Measure.WebStatus5xx => $"Web status {measure - Measure.WebStatus2xx + 2}xx",
        _ => NameOf(measure.ToString()),
    };

    // "MailSentBytes" is "Mail sent bytes".
    private static string NameOf(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString())).Replace("Ftp ", "FTP ", StringComparison.Ordinal)
            .Replace("Ssh ", "SSH ", StringComparison.Ordinal);

    // Not Progress<T>: the bar must not be drawn after it was cleared.
    private sealed class Position(Action<long> show) : IProgress<long>
    {
        public void Report(long value) => show(value);
    }
}
