using Metrics.Analyzers.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tailing;

/// <summary>A log that is followed over rotations: by renaming, when the writer goes on in the old file for a while, and by emptying the file
/// in its place. Each whole line is read once.</summary>
internal sealed class FollowedLog : IFollowed
{
    /// <summary>How long a renamed file is still read after its last line; daemons reopen their logs within seconds.</summary>
    private static readonly TimeSpan RenamedPatience = TimeSpan.FromMinutes(1);

    /// <summary>How often the path is looked at, and each file whether or not somebody was heard to write to it.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly RotatedFiles rotated;
    private readonly WriteWatch writes;
    private readonly TimeProvider time;

    // Oldest first. Of a log that was rotated, the lines of the old file come before those of the new one.
    private readonly List<ILogFile> files;
    private string? lost;
    private string? fault;
    private long looked = long.MinValue;
    private long seen;
    private bool stood;
    private long written;
    private bool moved;
    private long truncations;
    private long tooLong;

    /// <summary>Follows a log from where it was left.</summary>
    /// <param name="rotated">Its files.</param>
    /// <param name="lines">Reads its lines.</param>
    /// <param name="left">Where it was left, maybe by a log that had this name's file before.</param>
    /// <param name="writes">Hears of writes to it.</param>
    /// <param name="time">The clock.</param>
    public FollowedLog(RotatedFiles rotated, LineReader lines, IReadOnlyList<LogPosition> left, WriteWatch writes, TimeProvider time)
    {
        (this.rotated, Lines, this.writes, this.time) = (rotated, lines, writes, time);
        seen = time.GetTimestamp();
        // The other log's position is no more: this one's has to be there even if nothing new comes.
        moved = left.Any(position => position.Path != Path);
        (files, lost) = LeftFiles.Open(rotated, left);
        written = files.Count > 0 ? files[^1].Written : 0;
        foreach (var file in files)
            file.Watch(writes);
    }

    /// <inheritdoc/>
    public string Path => rotated.Log;

    /// <inheritdoc/>
    public string? Fault => fault ?? lost ?? Lines.Fault;

    /// <inheritdoc/>
    public LineReader Lines { get; }

    /// <inheritdoc/>
    public long Truncations => Volatile.Read(ref truncations);

    /// <inheritdoc/>
    public long TooLong => Volatile.Read(ref tooLong);

    /// <inheritdoc/>
    public bool Gone { get; private set; }

    /// <summary>Which files are being read, the newest last.</summary>
    public IEnumerable<FileIdentity> Files => files.Select(f => f.Identity);

    /// <inheritdoc/>
    public long Read()
    {
        var now = time.GetTimestamp();
        var looks = looked == long.MinValue || time.GetElapsedTime(looked, now) >= LookEvery;
        if (looks)
        {
            looked = now;
            Look();
        }
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i].IsQuiet && !looks)
                continue;
            if (Read(files[i]) is > 0 and var read)
            {
                moved = true;
                return read;
            }
            // The newest says which files are newer.
            if (files[i].Ended && i < files.Count - 1)
                Close(i--);
        }
        return 0;
    }

    /// <inheritdoc/>
    public LogProgress? Progress()
    {
        if (!moved)
            return null;
        moved = false;
        var state = new StateChanges();
        Lines.Format.Save(state);
        return new LogProgress(Path, [.. files.Select(f => f.Position)], state);
    }

    /// <summary>Gives a file away: it has the name of another log by now.</summary>
    /// <returns>How far it was read; null when it is not one of this log's files, or still has its name.</returns>
    public LogPosition? Give(FileIdentity file)
    {
        var at = files.FindIndex(f => f.Identity == file);
        if (at < 0 || HasName(file))
            return null;
        var position = files[at].Position;
        Close(at);
        return position;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in files)
            file.Dispose();
        files.Clear();
    }

    private int Read(ILogFile file)
    {
        var (emptied, passed) = (file.Truncations, file.TooLong);
        try
        {
            var read = file.Read(time);
            if (read > 0)
            {
                while (file.TryTake(out var line))
                    Lines.Read(line);
            }
            truncations += file.Truncations - emptied;
            tooLong += file.TooLong - passed;
            return read;
        }
        catch (IOException e)
        {
            // A growing file is tried again, and may be read then.
            if (file.Ended)
                lost = $"has a rotated file that {e.Message}";
            else
                fault = $"cannot be read: {e.Message}";
            return 0;
        }
    }

    // Is there another file at the path, and is a renamed one done?
    private void Look()
    {
        try
        {
            var there = FileIdentity.TryOf(Path, out var identity, out var last);
            if (there)
                seen = looked;
            if (there && (files.Count == 0 || files[^1].Identity != identity))
                Open();
            else
            {
                if (there)
                    written = last;
                else if (stood)
                    Add(Missed(null) ?? []);
                // Between the two steps of a rotation there is none.
                var rotates = files.Count > 0 && time.GetElapsedTime(seen, looked) < RenamedPatience;
                fault = there || rotates ? null : "does not exist.";
            }
            stood = there;
        }
        catch (IOException e)
        {
            fault = e.Message;
            seen = looked;
        }
        for (var i = files.Count - 2; i >= 0; i--)
        {
            if (IsDone(files[i]))
                Close(i);
        }
        Gone = time.GetElapsedTime(seen, looked) >= RenamedPatience && files.TrueForAll(IsDone);
    }

    private bool IsDone(ILogFile file) => file.AtEnd && time.GetElapsedTime(file.Grown, looked) >= RenamedPatience;

    private void Open()
    {
        if (rotated.OpenCurrent() is not { } file)
            return;
        // One that was renamed may have got its name back.
        if (files.FindIndex(known => known.Identity == file.Identity) is >= 0 and var at)
        {
            file.Dispose();
            files[^1].Rename(time);
            files.Add(files[at]);
            files.RemoveAt(at);
            (written, moved) = (files[^1].Written, true);
        }
        else if (Missed(file.Identity) is { } missed)
            Add([.. missed, file]);
        else
        {
            // Files get new names just now. The next look finds them.
            file.Dispose();
            return;
        }
        fault = null;
    }

    // Renamed more than once since the last look, the log had files that nobody has seen.
    private List<ILogFile>? Missed(FileIdentity? current)
    {
        if (files.Count == 0)
            return [];
        files[^1].Rename(time);
        var found = MissedFiles.Open(rotated, files, current, written);
        lost = found?.Lost ?? lost;
        return found?.Files;
    }

    private void Add(List<ILogFile> newer)
    {
        foreach (var file in newer)
        {
            file.Watch(writes);
            files.Add(file);
            (written, moved) = (file.Written, true);
        }
    }

    private void Close(int at)
    {
        files[at].Dispose();
        files.RemoveAt(at);
        moved = true;
    }

    private bool HasName(FileIdentity file)
    {
        try
        {
            return FileIdentity.TryOf(Path, out var identity) && identity == file;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
