using System.Collections.Immutable;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tailing;

/// <summary>What one setting names: a log, or all logs that a pattern matches. These are found again every minute; those that have disappeared are
/// let go.</summary>
internal sealed class LogGroup : IDisposable
{
    /// <summary>Logs of one pattern that are followed.</summary>
    public const int MostLogs = 4_096;

    private static readonly TimeSpan FindEvery = TimeSpan.FromMinutes(1);

    private readonly LogSettings settings;
    private readonly PathPattern? pattern;
    private readonly Func<string, IReadOnlyList<LogPosition>, IFollowed> follow;
    private readonly TimeProvider time;
    private readonly TakenLogs taken;
    private readonly List<LogProgress> ended = [];
    private long found = long.MinValue;
    private string? fault;

    /// <summary>Follows from where it was left.</summary>
    /// <param name="settings">The setting.</param>
    /// <param name="left">Where each log, by its path, was left.</param>
    /// <param name="taken">Logs that other settings have; these become part of it.</param>
    /// <param name="follow">Follows a log from where it was left.</param>
    /// <param name="time">The clock.</param>
    public LogGroup(
        LogSettings settings, IReadOnlyDictionary<string, IReadOnlyList<LogPosition>> left, TakenLogs taken,
        Func<string, IReadOnlyList<LogPosition>, IFollowed> follow, TimeProvider time)
    {
        (this.settings, this.taken, this.follow, this.time) = (settings, taken, follow, time);
        if (PathPattern.IsPattern(settings.Path))
        {
            pattern = new PathPattern(settings.Path);
            var others = taken.Of(this).Select(log => log.Path).ToHashSet(StringComparer.Ordinal);
            // One that is gone by now may have been rotated away.
            Logs = All(left.Where(l => pattern.Matches(l.Key) && !others.Contains(l.Key)).Select(l => follow(l.Key, l.Value)));
        }
        else if (taken.Take(settings) is { } other)
        {
            Logs = [];
            fault = other.Path == settings.Path ? $"is named twice; it is read once, as {other.Format}." : $"is the same file as {other.Path}; it is read once, as {other.Format}.";
        }
        else
            Logs = [follow(settings.Path, left.GetValueOrDefault(settings.Path, []))];
        taken.Add(this);
    }

    /// <summary>The logs. A snapshot.</summary>
    public ImmutableArray<IFollowed> Logs { get; private set; }

    /// <summary>How they are doing, together. For several threads.</summary>
    public LogStatus Status
    {
        get
        {
            var logs = Logs;
            var shapes = logs.SelectMany(l => l.Lines.Shapes.All).GroupBy(s => s.Text).Select(s => new LogShape(s.Key, s.Sum(one => one.Lines)));
            return new LogStatus(
                settings.Path, settings.Format, logs.Sum(l => l.Lines.Lines), logs.Sum(l => l.Lines.Unknown),
                [.. shapes.OrderByDescending(s => s.Lines).Take(UnknownShapes.Most)], FaultOf(logs))
            {
                Logs = logs.Length,
                Truncations = logs.Sum(l => l.Truncations),
                TooLong = logs.Sum(l => l.TooLong),
                Forgotten = logs.Sum(l => l.Lines.Format.Forgotten),
            };
        }
    }

    /// <summary>Looks for logs of the pattern, once a minute.</summary>
    /// <returns>The logs that were not there before.</returns>
    public ImmutableArray<IFollowed> Find()
    {
        if (pattern is null || (found != long.MinValue && time.GetElapsedTime(found) < FindEvery))
            return [];
        found = time.GetTimestamp();
        var gone = Logs.Where(l => l.Gone).ToList();
        foreach (var log in gone)
        {
            ended.Add(new LogProgress(log.Path, [], new()) { Ended = true });
            log.Dispose();
        }
        Logs = [.. Logs.Except(gone)];
        var known = Logs.Select(l => l.Path).ToHashSet(StringComparer.Ordinal);
        var paths = pattern.Find(MostLogs, out fault);
        var readers = new Dictionary<FileIdentity, FollowedLog?>();
        foreach (var log in Logs.OfType<FollowedLog>())
            foreach (var file in log.Files)
                readers[file] = log;
        foreach (var log in taken.Of(this))
        {
            if (known.Add(log.Path) && pattern.Matches(log.Path))
                fault ??= $"matches {log.Path}, which another setting names; it is read once, as that one says.";
            foreach (var file in (log as FollowedLog)?.Files ?? [])
                readers[file] = null;
        }
        var fresh = All(paths.Where(path => !known.Contains(path)).Take(MostLogs - Logs.Length).Select(path => Follow(path, readers)).OfType<IFollowed>());
        Logs = [.. Logs, .. fresh];
        return fresh;
    }

    /// <summary>How far those are that have got further since the last time.</summary>
    public IEnumerable<LogProgress> Progress()
    {
        var progress = ended.Concat(Logs.Select(l => l.Progress()).OfType<LogProgress>()).ToList();
        ended.Clear();
        return progress;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var log in Logs)
            log.Dispose();
    }

    // When one cannot be followed, nobody would let those before it go.
    private static ImmutableArray<IFollowed> All(IEnumerable<IFollowed> logs)
    {
        var all = ImmutableArray.CreateBuilder<IFollowed>();
        try
        {
            foreach (var log in logs)
                all.Add(log);
            return all.ToImmutable();
        }
        catch
        {
            foreach (var log in all)
                log.Dispose();
            throw;
        }
    }

    // A file may have come here from another name of the pattern, or have two.
    private IFollowed? Follow(string path, Dictionary<FileIdentity, FollowedLog?> readers)
    {
        try
        {
            if (!FileIdentity.TryOf(path, out var identity))
                return null;
            if (readers.TryGetValue(identity, out var log))
            {
                if (log is null)
                    fault ??= $"matches {path}, which is another name of a log that is read.";
                return log?.Give(identity) is { } position ? follow(path, [position]) : null;
            }
            readers[identity] = null;
        }
        catch (IOException)
        {
            // Who follows it says what it is.
        }
        return follow(path, []);
    }

    private string? FaultOf(ImmutableArray<IFollowed> logs)
    {
        if (pattern is null)
            return logs.IsEmpty ? fault : logs[0].Fault;
        if (fault is not null)
            return fault;
        var faulty = logs.Where(l => l.Fault is not null && !l.Gone).ToList();
        return faulty.Count switch
        {
            0 => null,
            1 => $"matches {faulty[0].Path}, which {faulty[0].Fault}",
            _ => $"matches {faulty.Count} files with faults; of them {faulty[0].Path} {faulty[0].Fault}",
        };
    }
}
