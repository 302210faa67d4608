using System.Text;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Tailing;

/// <summary>The systemd journal, followed from the entry that was read last. Its cursor is kept as the head of a position.</summary>
internal sealed class FollowedJournal : IFollowed
{
    /// <summary>What the names of journals begin with, where logs have their path: <c>journal:mail</c>.</summary>
    public const string Prefix = "journal:";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A journal may have nothing new for long; a program that has run for so long has found it.</summary>
    private static readonly TimeSpan RunsWell = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<string> command;
    private readonly TimeProvider time;
    private readonly LineBuffer buffer = new();
    private readonly JournalEntry entry = new();
    private byte[] cursor;
    private JournalProcess? process;
    private TimeSpan pause = ShortestPause;
    private long started;
    private long ended = long.MinValue;
    private string? fault;
    private bool moved;

    /// <summary>Follows the journal.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="command">journalctl(1), and what stands before our arguments.</param>
    /// <param name="lines">Reads its entries, made lines of a system log.</param>
    /// <param name="left">Where it was left.</param>
    /// <param name="time">The clock.</param>
    public FollowedJournal(string name, IReadOnlyList<string> command, LineReader lines, IReadOnlyList<LogPosition> left, TimeProvider time)
    {
        (Path, this.command, Lines, this.time) = (name, command, lines, time);
        cursor = left.Count > 0 ? [.. left[0].Head] : [];
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public string? Fault => fault ?? Lines.Fault;

    /// <inheritdoc/>
    public LineReader Lines { get; }

    /// <inheritdoc/>
    public long Truncations => 0;

    /// <inheritdoc/>
    public long TooLong => buffer.TooLong;

    /// <inheritdoc/>
    public bool Gone => false;

    /// <inheritdoc/>
    public long Read()
    {
        if (process is null && (ended == long.MinValue || time.GetElapsedTime(ended) >= pause))
            Start();
        if (process is null)
            return 0;
        if (process.TryTake(out var chunk))
        {
            Take(chunk);
            return chunk.Length;
        }
        if (process.End is { } how)
            Stop($"cannot be read: {command[0]} {how}; it is started again.");
        else if (fault is not null && time.GetElapsedTime(started) >= RunsWell)
            fault = null;
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
        return new LogProgress(Path, [new LogPosition(Path, default, 0, [.. cursor])], state);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process?.Dispose();
        process = null;
    }

    private void Start()
    {
        try
        {
            buffer.Clear();
            started = time.GetTimestamp();
            process = JournalProcess.Start(command, Encoding.ASCII.GetString(cursor));
        }
        catch (IOException e)
        {
            Stop($"cannot be read: {e.Message}");
        }
    }

    private void Stop(string how)
    {
        fault = how;
        Dispose();
        // Whoever ends at once is not started again at once.
        pause = ended == long.MinValue ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        ended = time.GetTimestamp();
    }

    private void Take(byte[] chunk)
    {
        chunk.CopyTo(buffer.Free());
        buffer.Filled(chunk.Length);
        while (buffer.TryTake(out var json))
        {
            if (!entry.Read(json))
            {
                Lines.Read(json);
                continue;
            }
            Lines.Read(entry.Line);
            cursor = entry.Cursor.Length == cursor.Length ? Overwrite(entry.Cursor) : entry.Cursor.ToArray();
            (moved, fault, pause, ended) = (true, null, ShortestPause, long.MinValue);
        }
    }

    private byte[] Overwrite(ReadOnlySpan<byte> with)
    {
        with.CopyTo(cursor);
        return cursor;
    }
}
