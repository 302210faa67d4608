using System.Collections.Immutable;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tailing;

/// <summary>A log that is followed over rotations: by renaming, when the writer goes on in the old file for a while, and by emptying the file
/// in its place. Each whole line is read once.</summary>
internal sealed class FollowedLog : IDisposable
{
    /// <summary>How long a renamed file is still read after its last line; daemons reopen their logs within seconds.</summary>
    private static readonly TimeSpan RenamedPatience = TimeSpan.FromMinutes(1);

    /// <summary>How often the path is looked at.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ILogFormat format;
    private readonly ILogEvents events;
    private readonly TimeProvider time;

    // Newest last.
    private readonly List<TailedFile> files = [];
    private long looked = long.MinValue;
    private bool moved;

    /// <summary>Follows a log from where it was left.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="format">Reads its lines.</param>
    /// <param name="events">Takes what they say.</param>
    /// <param name="left">Where it was left.</param>
    /// <param name="time">The clock.</param>
    public FollowedLog(string path, ILogFormat format, ILogEvents events, ImmutableArray<LogPosition> left, TimeProvider time)
    {
        (Path, this.format, this.events, this.time) = (path, format, events, time);
        foreach (var position in left)
            Resume(position);
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it, as a sentence without its subject; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Lines read.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines whose shape is not known.</summary>
    public long UnknownLines { get; private set; }

    /// <summary>How these lines look.</summary>
    public UnknownShapes Shapes { get; } = new();

    /// <summary>Bytes read.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads what is new, up to one buffer of each file.</summary>
    /// <returns>Whether there was something.</returns>
    public bool Read()
    {
        var now = time.GetTimestamp();
        if (looked == long.MinValue || time.GetElapsedTime(looked, now) >= LookEvery)
        {
            looked = now;
            Look();
        }
        var any = false;
        foreach (var file in files)
            any |= Read(file);
        moved |= any;
        return any;
    }

    /// <summary>How far it is, when that has changed since the last time; null otherwise.</summary>
    public LogProgress? Progress()
    {
        if (!moved)
            return null;
        moved = false;
        var state = new StateChanges();
        format.Save(state);
        return new LogProgress(Path, [.. files.Select(f => f.Position)], state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
        files.Clear();
    }

    private bool Read(TailedFile file)
    {
        try
        {
            if (!file.Read(time))
                return false;
        }
        catch (IOException e)
        {
            Fault = $"cannot be read: {e.Message}";
            return false;
        }
        while (file.TryTake(out var line))
        {
            Lines++;
            Bytes += line.Length + 1;
            if (line.IsEmpty)
                continue;
            switch (format.Read(line, events))
            {
                case LineOutcome.Counted:
                    events.LineEnded(line);
                    break;
                case LineOutcome.Unknown:
                    UnknownLines++;
                    Shapes.Add(line);
                    break;
            }
        }
        return true;
    }

    // Is there another file at the path, and is a renamed one done?
    private void Look()
    {
        try
        {
            if (!FileIdentity.TryOf(Path, out var identity))
                Fault = files.Count == 0 ? "does not exist." : null;
            else if (files.Count == 0 || files[^1].Identity != identity)
                Open();
            else
                Fault = null;
        }
        catch (IOException e)
        {
            Fault = e.Message;
        }
        for (var i = files.Count - 2; i >= 0; i--)
        {
            if (time.GetElapsedTime(files[i].Grown) < RenamedPatience)
                continue;
            files[i].Dispose();
            files.RemoveAt(i);
            moved = true;
        }
    }

    private void Open()
    {
        if (TailedFile.Open(Path, Path, time) is not { } file)
            return;
        files.Add(file);
        Fault = null;
        moved = true;
    }

    // The file of a position has its old name, or the one that rotation gave it.
    private void Resume(LogPosition position)
    {
        var directory = System.IO.Path.GetDirectoryName(Path) ?? "/";
        var name = System.IO.Path.GetFileName(Path);
        try
        {
            foreach (var candidate in Directory.EnumerateFiles(directory, name + "*").Order(StringComparer.Ordinal))
            {
                if (!FileIdentity.TryOf(candidate, out var identity) || identity != position.File || TailedFile.Open(Path, candidate, time) is not { } file)
                    continue;
                if (file.Continues(position))
                {
                    file.Seek(position);
                    // The one with the old name is the newest.
                    files.Insert(candidate == Path ? files.Count : 0, file);
                    return;
                }
                file.Dispose();
            }
            Fault = $"was rotated away after byte {position.Offset}; what stood behind it was not read.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fault = e is UnauthorizedAccessException ? "may not be read by this user." : e.Message;
        }
    }
}
