using System.Text;
using Metrics.Analyzers.Custom;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers;

/// <summary>Reads whole logs once and sums up what they say, without a database: a report for now.</summary>
/// <remarks>Not for several threads.</remarks>
public sealed class LogReport
{
    /// <summary>What stands for the standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Lines that are tried to find the format of a file.</summary>
    private const int LinesTried = 200;

    private const int BytesTried = 128 * 1024;

    private readonly LogAnalyzerOptions options;
    private readonly TimeProvider time;
    private readonly Ledger ledger;
    private readonly SeenNames seen;
    private readonly TopLists tops;
    private readonly Dictionary<string, OwnCounts> own;
    private readonly DetectorEvents detectors;
    private readonly UnknownShapes shapes = new();
    private readonly OffenderBook offenders = new();
    private readonly Dictionary<string, ILogFormat> readers = [];

    // When the file that is being read was written last.
    private long newest;
    private readonly Dictionary<(string Domain, string User, Measure Measure), long> sums = [];

    /// <summary>A report of nothing.</summary>
    /// <param name="options">Domains, zone and users told apart; logs are given to <see cref="Read"/>.</param>
    /// <param name="time">The clock; tells the year of lines without one that come from no file.</param>
    public LogReport(LogAnalyzerOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        ledger = new Ledger(options.Domains, options.TimeZone, options.UsersPerDomain);
        seen = new SeenNames(ledger);
        tops = new TopLists(options.TimeZone, table: null);
        own = options.Own.ToDictionary(log => log.Format, log => new OwnCounts(log), StringComparer.Ordinal);
        // What a sender's other weeks were like is not known here.
        detectors = new DetectorEvents(options.Detectors, options.TimeZone, (_, _) => null, offenders.Add);
    }

    /// <summary>Lines read.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines whose shape is not known.</summary>
    public long UnknownLines { get; private set; }

    /// <summary>How these lines look, the most frequent first.</summary>
    public IReadOnlyList<LogShape> Shapes => shapes.All;

    /// <summary>Whom detectors point at, the newest first.</summary>
    public IReadOnlyList<Offender> Offenders => offenders.All;

    /// <summary>What was counted, by domain (empty: the server), user (empty: the domain) and measure.</summary>
    public IReadOnlyDictionary<(string Domain, string User, Measure Measure), long> Sums => sums;

    /// <summary>What was counted in logs of one's own.</summary>
    public IEnumerable<OwnSeries> OwnSeries => readers.Keys.Where(own.ContainsKey).SelectMany(format => own[format].Series);

    /// <summary>Names of the formats that it reads: those that are known, and those of the configuration.</summary>
    public IEnumerable<string> Formats => LogFormats.Names.Concat(own.Keys);

    /// <summary>What was most frequent, largest first.</summary>
    /// <param name="domain">The domain; empty for the server.</param>
    /// <param name="kind">What is ranked.</param>
    public IEnumerable<TopEntry> Top(string domain, TopKind kind) => tops.Largest(domain, kind);

    /// <summary>Reads a file; one compressed with gzip, xz or zstd is unpacked. Files of one log are given in their order, oldest first.</summary>
    /// <param name="path">The file; <c>-</c> is the standard input.</param>
    /// <param name="format">Name of its format, one of <see cref="Formats"/>; null: the one that most of the first lines are of.</param>
    /// <param name="progress">Takes how many bytes of the file have been read.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>Name of the format; empty where the file is empty and none was given.</returns>
    /// <exception cref="IOException">It cannot be read, or is damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is of no known format.</exception>
    public string Read(string path, string? format, IProgress<long>? progress, CancellationToken stop)
    {
        using Stream file = path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        using var content = new Unpacked(file);
        newest = path == StandardInput ? time.GetUtcNow().ToUnixTimeSeconds() : new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeSeconds();
        var first = new byte[BytesTried];
        var filled = content.Fill(first);
        if (filled == 0)
            return format ?? "";
        format ??= FormatOf(first.AsSpan(0, filled))
            ?? throw new InvalidDataException($"is of no known format; there are {string.Join(", ", Formats)}.");
        // A message may begin in one file of a log and end in the next.
        if (!readers.TryGetValue(format, out var reader))
            reader = readers[format] = Make(format, options.TimeZone);
        var domain = LogDomain.Of(new LogSettings(path, format), path, options.Domains) is { } name ? ledger.Domain(Encoding.UTF8.GetBytes(name)) : null;
        var counted = new LineReader(reader, new EventPair(new UsageRecorder(ledger, tops, domain, seen), detectors), shapes);
        try
        {
            var lines = new LineBuffer();
            first.AsSpan(0, filled).CopyTo(lines.Free());
            for (var read = filled; read > 0 && !stop.IsCancellationRequested; read = content.Read(lines.Free()))
            {
                lines.Filled(read);
                while (lines.TryTake(out var line))
                    counted.Read(line);
                if (file.CanSeek)
                    progress?.Report(file.Position);
            }
            // A whole file may end without a line feed.
            lines.Free()[0] = (byte)'\n';
            lines.Filled(1);
            if (lines.TryTake(out var last) && !last.IsEmpty)
                counted.Read(last);
        }
        finally
        {
            Sum(counted);
        }
        return format;
    }

    private void Sum(LineReader counted)
    {
        tops.PassOn();
        foreach (var counts in own.Values)
            counts.Take(count: true);
        (Lines, UnknownLines) = (Lines + counted.Lines, UnknownLines + counted.Unknown);
        foreach (var row in ledger.Take())
        {
            foreach (var (measure, value) in row.Values)
            {
                var key = (row.Account.Domain, row.Account.User, measure);
                sums[key] = Counts.Plus(sums.GetValueOrDefault(key), value);
            }
        }
    }

    private ILogFormat Make(string format, TimeZoneInfo zone) => own.TryGetValue(format, out var counts) ? new OwnFormat(counts) : LogFormats.Make(format, zone, () => newest);

    private string? FormatOf(ReadOnlySpan<byte> beginning)
    {
        (string? Name, int Counted) best = (null, 0);
        // Whoever describes a format of his own means his own logs; they are tried first.
        foreach (var name in own.Keys.Concat(LogFormats.ByPrecision))
        {
            var isOwn = own.ContainsKey(name);
            var (format, counted, left) = (Make(name, TimeZoneInfo.Utc), 0, LinesTried);
            var ofWeb = !isOwn && LogFormats.FamiliesOf(name).Contains(LogFamily.Web);
            var rest = beginning;
            while (left-- > 0 && !rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)'\n');
                var line = end < 0 ? rest : rest[..end];
                // FTP servers write their commands into lines of the same shape.
                var fits = !ofWeb || line.IndexOf(" HTTP/"u8) >= 0;
                // Of one's own log each line has the shape, whether or not it counts.
                var outcome = fits ? format.Read(line is [.., (byte)'\r'] ? line[..^1] : line, NoEvents.Instance) : LineOutcome.Unknown;
                if (outcome == LineOutcome.Counted || (isOwn && outcome == LineOutcome.Ignored))
                    counted++;
                rest = end < 0 ? [] : rest[(end + 1)..];
            }
            // A line with a virtual host looks like one without, whose client has the host's name; not the other way round.
            if (counted > best.Counted)
                best = (name, counted);
        }
        foreach (var counts in own.Values)
            counts.Take(count: false);
        return best.Name;
    }
}
