using System.Text;
using Metrics.Analyzers.Custom;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Tailing;
using Metrics.Analyzers.Tops;
using Metrics.Analyzers.Usage;
using Microsoft.Data.Sqlite;

namespace Metrics.Analyzers;

/// <summary>Follows logs, and counts what they say per server, domain and user. Each line counts once, whatever happens to the process or to
/// the files.</summary>
/// <remarks>Not for several threads: one calls <see cref="Read"/>, <see cref="Wait"/> and <see cref="Commit"/> in turn.</remarks>
public sealed class LogAnalyzer : IDisposable
{
    /// <summary>Bytes read between two commits at most: what a crash makes to be read again.</summary>
    private const long MostUncommittedBytes = 128L << 20;

    /// <summary>A log with more, found while others were being read, has a past.</summary>
    private const long MostNewBytes = 1 << 20;

    private static readonly TimeSpan FoldEvery = TimeSpan.FromHours(1);

    private static readonly TimeSpan DomainsEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan OpenEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FullEvery = TimeSpan.FromMinutes(1);

    private readonly string directory;
    private readonly Dictionary<string, OwnCounts> own;

    // Another one for each database that is opened. Others read its names.
    private volatile Ledger ledger;

    // All five are there once the database could be opened. Others read the groups.
    private UsageDatabase? database;
    private TopLists? tops;
    private DetectorEvents? detectors;
    private SizeLimit? limit;
    private volatile LogGroup[] groups = [];
    private long? openTried;
    private UsageCommit? pending;
    private bool caughtUp;
    private bool live;
    private long uncommittedBytes;
    private readonly TimeProvider time;
    private readonly WriteWatch writes;
    private readonly LogAnalyzerOptions options;
    private readonly DomainFiles domainFiles;
    private DateTimeOffset domainsRead = DateTimeOffset.MinValue;
    private DateTimeOffset folded = DateTimeOffset.MinValue;
    private DateTimeOffset full = DateTimeOffset.MinValue;

    /// <summary>Opens the usage of a data directory and goes on where it was left. When it cannot be used, <see cref="Fault"/> says why, and nothing is read until it
    /// can; that is tried once a minute.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="options">What is read.</param>
    /// <param name="time">The clock.</param>
    public LogAnalyzer(string directory, LogAnalyzerOptions options, TimeProvider time)
    {
        (this.directory, this.time, this.options) = (directory, time, options);
        writes = new WriteWatch(time);
        domainFiles = new DomainFiles(options.DomainFiles);
        ledger = new Ledger(options.Domains, options.TimeZone, options.UsersPerDomain);
        ReadDomains();
        own = options.Own.ToDictionary(log => log.Format, log => new OwnCounts(log), StringComparer.Ordinal);
        Open();
    }

    /// <summary>What keeps all logs from being read, as a sentence: what the database refused last. Null when it took everything.</summary>
    public string? Fault { get; private set; }

    /// <summary>What is wrong with files of domains, as sentences.</summary>
    public IEnumerable<string> DomainFaults => domainFiles.Faults;

    /// <summary>What was counted since the logs were read to their ends the first time.</summary>
    public LiveCounts Live { get; } = new();

    /// <summary>Series of logs in formats of one's own.</summary>
    public IEnumerable<OwnSeries> OwnSeries => own.Values.SelectMany(counts => counts.Series);

    /// <summary>The domains that are told apart, those of files as well.</summary>
    public IReadOnlyList<string> Domains => ledger.Names;

    /// <summary>Whom detectors have pointed at.</summary>
    public OffenderBook Offenders { get; } = new();

    /// <summary>How each log is doing.</summary>
    public IReadOnlyList<LogStatus> Status => [.. groups.Select(g => g.Status)];

    /// <summary>Reads what is new, a piece of each log. Reads nothing while the database does not take what was read before, or cannot be used; what was not committed by
    /// then is read again.</summary>
    /// <returns>Whether there was something; then there may be more.</returns>
    public bool Read()
    {
        if (!Open() || pending is not null)
            return false;
        try
        {
            ReadDomains();
            return ReadLogs();
        }
        catch (SqliteException e)
        {
            // Lines have things looked up in it.
            Close(Unusable(e));
            return false;
        }
    }

    private bool ReadLogs()
    {
        writes.Take();
        var any = false;
        foreach (var group in groups)
        {
            // What stands in a log that has just been found was not written now.
            if (group.Find().Any(log => HasHistory(log.Path)))
                live = caughtUp = false;
            foreach (var log in group.Logs)
            {
                // What one transaction adds has to have room in a database of its size.
                if (uncommittedBytes >= Math.Min(MostUncommittedBytes, options.MostDatabaseBytes / 8) && !Commit())
                    return false;
                var read = log.Read();
                uncommittedBytes += read;
                any |= read > 0;
            }
        }
        caughtUp |= !any;
        return any;
    }

    /// <summary>Waits until somebody writes to a log, but no longer than a time. A log on a network file system, the journal, and a file that a log is rotated to
    /// are heard of only when it is over.</summary>
    public void Wait(TimeSpan most) => writes.Wait(most);

    /// <summary>Makes what was read durable, with how far it was.</summary>
    /// <returns>Whether it is; <see cref="Fault"/> says why not. It is tried again with the next call; where the database is damaged, once that can be used again.</returns>
    public bool Commit()
    {
        if (database is null || tops is null)
            return false;
        pending ??= Gather(tops);
        if (pending is null)
            return true;
        try
        {
            database.Commit(pending);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            // It will not take it later either, but another file in its place may.
            Close(Unusable(e));
            return false;
        }
        catch (SqliteException e)
        {
            Fault = $"{database.Path} takes nothing: {e.Message}";
            if (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL)
                KeepSize(withLists: false);
            return false;
        }
        tops.Saved();
        pending = null;
        uncommittedBytes = 0;
        Fault = null;
        FoldWhenDue(database, tops);
        KeepSize(withLists: true);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in groups)
            group.Dispose();
        writes.Dispose();
        database?.Dispose();
    }

    // A database of a newer version, or one that may not be written, must not keep the rest of the service from starting.
    private bool Open()
    {
        if (database is not null)
            return true;
        if (openTried is { } tried && time.GetElapsedTime(tried) < OpenEvery)
            return false;
        openTried = time.GetTimestamp();
        try
        {
            database = UsageDatabase.Open(directory);
            Follow(database);
            Fault = null;
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A damaged value may make anything.
            Close(database is null && e is IOException ? e.Message : Unusable(e));
            return false;
        }
    }

    private string Unusable(Exception e) => $"{Path.Combine(directory, UsageDatabase.FileName)} cannot be used: {e.Message}";

    // The next try begins anew with what the database has, as after a crash.
    private void Close(string why)
    {
        Fault = $"No log is read: {why}";
        openTried = time.GetTimestamp();
        foreach (var group in groups)
            group.Dispose();
        database?.Dispose();
        (database, tops, detectors, limit, pending, groups) = (null, null, null, null, null, []);
        ledger = new Ledger(ledger.Names, options.TimeZone, options.UsersPerDomain);
        foreach (var counts in own.Values)
            counts.Take(count: false);
        (live, caughtUp, uncommittedBytes) = (false, false, 0);
    }

    private void Follow(UsageDatabase database)
    {
        limit = database.Limit(options.MostDatabaseBytes);
        var seen = new SeenNames(ledger);
        var lists = tops = new TopLists(options.TimeZone, database.Tops);
        ledger.Restore(database.Accounts());
        Offenders.Restore(database.Offenders());
        var watching = detectors = new DetectorEvents(options.Detectors, options.TimeZone, database.UsualRecipients, Offenders.Add);
        foreach (var (detector, key, value) in database.DetectorState())
            watching.Restore(detector, key, value);
        var left = database.Positions();
        // What is named comes before what a pattern finds.
        var all = options.Logs.Concat(options.Own.SelectMany(log => log.Settings)).OrderBy(settings => PathPattern.IsPattern(settings.Path)).ToList();
        var taken = new TakenLogs(all);
        var names = new DirectoryNames();
        // One by one: when one cannot be followed, those before it are let go.
        foreach (var settings in all)
            groups = [.. groups, new LogGroup(settings, left, taken, (path, positions) => Follow(settings, path, positions), time)];

        IFollowed Follow(LogSettings settings, string path, IReadOnlyList<LogPosition> positions)
        {
            var format = own.TryGetValue(settings.Format, out var counts)
                ? new OwnFormat(counts)
                : LogFormats.Make(settings.Format, options.TimeZone, () => LastWrite(path, time));
            foreach (var (key, value) in database.State(path))
                format.Restore(key, value);
            var domain = LogDomain.Of(settings, path, ledger.Names) is { } name ? ledger.Domain(Encoding.UTF8.GetBytes(name)) : null;
            var lines = new LineReader(format, new EventPair(new UsageRecorder(ledger, lists, domain, seen), watching), new UnknownShapes());
            if (path.StartsWith(FollowedJournal.Prefix, StringComparison.Ordinal))
                return new FollowedJournal(path, options.JournalCommand, lines, positions, time);
            var trusted = PathPattern.IsPattern(settings.Path) ? new PathPattern(settings.Path).Root : Path.GetDirectoryName(path) ?? "/";
            return new FollowedLog(new RotatedFiles(path, trusted, taken, names, time), lines, positions, writes, time);
        }
    }

    private void ReadDomains()
    {
        var now = time.GetUtcNow();
        if (now - domainsRead < DomainsEvery)
            return;
        domainsRead = now;
        // All of them are there before the database is asked, which may fail.
        var added = domainFiles.Changed().Select(ledger.Add).OfType<string>().ToList();
        foreach (var domain in added)
            if (database is not null)
                ledger.Restore(database.Accounts(domain));
    }

    private void FoldWhenDue(UsageDatabase database, TopLists tops)
    {
        var now = time.GetUtcNow();
        if (now - folded < FoldEvery)
            return;
        folded = now;
        try
        {
            if (database.Fold(now, options.TimeZone))
                tops.Forget();
        }
        catch (SqliteException e)
        {
            Fault = $"{database.Path} cannot be made smaller: {e.Message}";
        }
    }

    // To find that nothing can go takes a while.
    private void KeepSize(bool withLists)
    {
        var now = time.GetUtcNow();
        if (limit is not { IsDue: true } || now - full < FullEvery)
            return;
        try
        {
            if (!limit.Keep(CalendarClock.DayOf(now.ToUnixTimeSeconds(), options.TimeZone), options.TimeZone, withLists))
                (full, Fault) = (now, $"{database!.Path} is larger than it may be, and there is nothing in it that could go.");
        }
        catch (SqliteException e)
        {
            (full, Fault) = (now, $"{database!.Path} cannot be made smaller: {e.Message}");
        }
        ledger.Forget(limit.Gone);
        limit.Gone.Clear();
        if (limit.TakeShortened())
            tops!.Forget();
    }

    private UsageCommit? Gather(TopLists tops)
    {
        var progress = groups.SelectMany(g => g.Progress()).ToArray();
        if (progress.Length == 0)
        {
            live = caughtUp;
            return null;
        }
        var rows = ledger.Take();
        if (live)
            Live.Add(rows);
        foreach (var counts in own.Values)
            counts.Take(live);
        live = caughtUp;
        tops.PassOn();
        return new UsageCommit(rows, progress, Offenders.TakeChanged(), detectors?.Save() ?? [], tops);
    }

    private static bool HasHistory(string path) => new FileInfo(path) is { Exists: true, Length: > MostNewBytes };

    private static long LastWrite(string path, TimeProvider time)
    {
        var written = File.GetLastWriteTimeUtc(path);
        // A file that does not exist has a time long ago.
        return !CivilTime.IsYear(written.Year) ? time.GetUtcNow().ToUnixTimeSeconds() : new DateTimeOffset(written).ToUnixTimeSeconds();
    }
}
