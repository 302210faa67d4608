using System.IO.Compression;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers;

/// <summary>Reads whole logs once and sums up what they say, without a database: a report for now.</summary>
public sealed class LogReport
{
    /// <summary>Lines that are tried to find the format of a file.</summary>
    private const int LinesTried = 200;

    private readonly LogAnalyzerOptions options;
    private readonly Ledger ledger;
    private readonly TopLists tops;
    private readonly EventPair events;
    private readonly UnknownShapes shapes = new();
    private readonly OffenderBook offenders = new();
    private readonly Dictionary<string, ILogFormat> readers = [];
    private readonly Dictionary<(string Domain, string User, Measure Measure), long> sums = [];

    /// <summary>A report of nothing.</summary>
    /// <param name="options">Domains, zone and users told apart; logs are given to <see cref="Read"/>.</param>
    public LogReport(LogAnalyzerOptions options)
    {
        this.options = options;
        ledger = new Ledger(options.Domains, options.TimeZone, options.UsersPerDomain);
        tops = new TopLists(options.TimeZone, new NoTopRows(), secret: 1);
        // What a sender's other weeks were like is not known here.
        events = new EventPair(
            new UsageRecorder(ledger, tops, null), new DetectorEvents(options.Detectors, options.TimeZone, (_, _) => null, offenders.Add));
    }

    /// <summary>Lines read.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines whose shape is not known.</summary>
    public long UnknownLines { get; private set; }

    /// <summary>How these lines look, the most frequent first.</summary>
    public IReadOnlyList<LogShape> Shapes => shapes.All;

    /// <summary>The largest entries of the server's lists, largest first.</summary>
    /// <param name="kind">What is ranked.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<TopEntry> Top(TopKind kind, int most) =>
    [
        .. tops.All.Where(l => l.Key.Domain.Length == 0 && l.Key.Kind == kind).SelectMany(l => l.Entries(changedOnly: false))
            .GroupBy(e => PrintableText.Of(e.Name)).Select(e => new TopEntry(e.Key, e.Sum(o => o.Count), e.Sum(o => o.Bytes), e.Sum(o => o.Error)))
            .OrderByDescending(e => e.Count).Take(most),
    ];

    /// <summary>Whom detectors point at, the newest first.</summary>
    public IReadOnlyList<Offender> Offenders => offenders.All;

    /// <summary>What was counted, by domain (empty: the server), user (empty: the domain) and measure.</summary>
    public IReadOnlyDictionary<(string Domain, string User, Measure Measure), long> Sums => sums;

    /// <summary>The format that most of the first lines of a file are of; null when no format knows any.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? FormatOf(string path)
    {
        (string? Name, int Counted) best = (null, 0);
        foreach (var name in LogFormats.ByPrecision)
        {
            var format = LogFormats.Make(name, TimeZoneInfo.Utc, Written(path));
            var (counted, left) = (0, LinesTried);
            ReadLines(path, null, line =>
            {
                if (format.Read(line, NoEvents.Instance) == LineOutcome.Counted)
                    counted++;
                return --left > 0;
            }, CancellationToken.None);
            // A line with a virtual host looks like one without, whose client has the host's name; not the other way round.
            if (counted > best.Counted)
                best = (name, counted);
        }
        return best.Name;
    }

    /// <summary>Reads a file; what ends in <c>.gz</c> is unpacked. Files of one log are given in their order, oldest first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Name of its format.</param>
    /// <param name="progress">Takes how many bytes of the file have been read.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no whole gzip file.</exception>
    public void Read(string path, string format, IProgress<long>? progress, CancellationToken stop)
    {
        // A message may begin in one file of a log and end in the next.
        if (!readers.TryGetValue(format, out var reader))
            reader = readers[format] = LogFormats.Make(format, options.TimeZone, Written(path));
        ReadLines(path, progress, line =>
        {
            Lines++;
            if (line.IsEmpty)
                return true;
            switch (reader.Read(line, events))
            {
                case LineOutcome.Counted:
                    events.LineEnded(line);
                    break;
                case LineOutcome.Unknown:
                    UnknownLines++;
                    shapes.Add(line);
                    break;
            }
            return true;
        }, stop);
        foreach (var row in ledger.Take())
        {
            var key = (row.Account.Domain, row.Account.User, row.Measure);
            sums[key] = sums.GetValueOrDefault(key) + row.Value;
        }
    }

    private delegate bool LineTaker(ReadOnlySpan<byte> line);

    private static void ReadLines(string path, IProgress<long>? progress, LineTaker take, CancellationToken stop)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        var lines = new LineBuffer();
        for (int read; (read = content.Read(lines.Free())) > 0 && !stop.IsCancellationRequested;)
        {
            lines.Filled(read);
            while (lines.TryTake(out var line))
                if (!take(line))
                    return;
            progress?.Report(file.Position);
        }
        // A whole file may end without a line feed.
        lines.Free()[0] = (byte)'\n';
        lines.Filled(1);
        if (lines.TryTake(out var last) && !last.IsEmpty)
            take(last);
    }

    private static long Written(string path) => new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeSeconds();
}
