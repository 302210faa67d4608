using System.Text;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers;

/// <summary>Follows logs, and counts what they say per server, domain and user. Each line counts once, whatever happens to the process or to
/// the files.</summary>
/// <remarks>Not for several threads: one calls <see cref="Read"/> and <see cref="Commit"/> in turn.</remarks>
public sealed class LogAnalyzer : IDisposable
{
    /// <summary>Bytes read between two commits at most: what a crash makes to be read again.</summary>
    private const long MostUncommittedBytes = 64L << 20;

    private readonly UsageDatabase database;
    private readonly Ledger ledger;
    private readonly TopLists tops;
    private readonly List<(FollowedLog Log, string Format)> logs = [];
    private UsageCommit? pending;
    private bool caughtUp;
    private bool live;
    private long committedBytes;
    private readonly TimeProvider time;
    private readonly TimeZoneInfo zone;
    private DateTimeOffset folded = DateTimeOffset.MinValue;

    /// <summary>Opens the usage of a data directory and goes on where it was left.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="options">What is read.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The database cannot be used; the message says why.</exception>
    public LogAnalyzer(string directory, LogAnalyzerOptions options, TimeProvider time)
    {
        (this.time, zone) = (time, options.TimeZone);
        database = UsageDatabase.Open(directory);
        ledger = new Ledger(options.Domains, options.TimeZone, options.UsersPerDomain);
        tops = new TopLists(options.TimeZone, database.Tops, database.Tops.Secret);
        Offenders.Restore(database.Offenders());
        var detectors = new DetectorEvents(options.Detectors, options.TimeZone, database.UsualRecipients, Offenders.Add);
        foreach (var settings in options.Logs)
        {
            var format = LogFormats.Make(settings.Format, options.TimeZone, LastWrite(settings.Path, time));
            foreach (var (key, value) in database.State(settings.Path))
                format.Restore(key, value);
            var domain = settings.Domain is null ? null : ledger.Domain(Encoding.UTF8.GetBytes(settings.Domain));
            var recorder = new UsageRecorder(ledger, tops, domain);
            logs.Add((new FollowedLog(settings.Path, format, new EventPair(recorder, detectors), database.Positions(settings.Path), time), settings.Format));
        }
    }

    /// <summary>What the database refused last, as a sentence; null when it took everything.</summary>
    public string? Fault { get; private set; }

    /// <summary>What was counted since the logs were read to their ends the first time.</summary>
    public LiveCounts Live { get; } = new();

    /// <summary>Whom detectors have pointed at.</summary>
    public OffenderBook Offenders { get; } = new();

    /// <summary>How each log is doing.</summary>
    public IReadOnlyList<LogStatus> Status => [.. logs.Select(l => new LogStatus(l.Log.Path, l.Format, l.Log.Lines, l.Log.UnknownLines, l.Log.Shapes.All, l.Log.Fault))];

    /// <summary>Reads what is new, a piece of each log. Reads nothing while the database does not take what was read before.</summary>
    /// <returns>Whether there was something; then there may be more.</returns>
    public bool Read()
    {
        if (logs.Sum(l => l.Log.Bytes) - committedBytes >= MostUncommittedBytes && !Commit())
            return false;
        if (pending is not null)
            return false;
        var any = false;
        foreach (var (log, _) in logs)
            any |= log.Read();
        caughtUp |= !any;
        return any;
    }

    /// <summary>Makes what was read durable, with how far it was.</summary>
    /// <returns>Whether it is; <see cref="Fault"/> says why not. It is tried again with the next call.</returns>
    public bool Commit()
    {
        pending ??= Gather();
        if (pending is null)
            return true;
        try
        {
            database.Commit(pending);
        }
        catch (SqliteException e)
        {
            Fault = $"{database.Path} takes nothing: {e.Message}";
            return false;
        }
        tops.Saved();
        pending = null;
        committedBytes = logs.Sum(l => l.Log.Bytes);
        Fault = null;
        FoldOnceADay();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (log, _) in logs)
            log.Dispose();
        database.Dispose();
    }

    private void FoldOnceADay()
    {
        var now = time.GetUtcNow();
        if (now - folded < TimeSpan.FromDays(1))
            return;
        folded = now;
        try
        {
            database.Fold(now, zone);
        }
        catch (SqliteException e)
        {
            Fault = $"{database.Path} cannot be made smaller: {e.Message}";
        }
    }

    private UsageCommit? Gather()
    {
        var progress = logs.Select(l => l.Log.Progress()).OfType<LogProgress>().ToArray();
        if (progress.Length == 0)
        {
            live = caughtUp;
            return null;
        }
        var rows = ledger.Take();
        if (live)
            Live.Add(rows);
        live = caughtUp;
        return new UsageCommit(rows, progress, Offenders.TakeChanged(), tops);
    }

    private static long LastWrite(string path, TimeProvider time)
    {
        var written = File.GetLastWriteTimeUtc(path);
        // A file that does not exist has a time before the epoch of this program.
        return written.Year < 1980 ? time.GetUtcNow().ToUnixTimeSeconds() : new DateTimeOffset(written).ToUnixTimeSeconds();
    }
}
