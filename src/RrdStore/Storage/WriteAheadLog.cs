namespace Metrics.RrdStore.Storage;

/// <summary>The log: everything that is not in row files yet. Records are written as they come and made durable together.</summary>
/// <remarks>Records stay in memory until a sync has succeeded. When writing or syncing fails, what a file of the log has of them is not
/// to be trusted any more (a failed sync may drop pages), and they are written again, into a new segment, until that succeeds.</remarks>
internal sealed class WriteAheadLog : IDisposable
{
    /// <summary>The log is kept this short by logging the state of shards that get few readings.</summary>
    public const int LongestSegments = 16;

    /// <summary>Files of a segment's size there are at most: those, as many that a round of writing may add, and some that wait to be used again.</summary>
    public const int MostSegments = LongestSegments + EarlySegments + MaximumSpares;

    private const int EarlySegments = 4;
    private const string SpareName = "spare";
    private const int MaximumSpares = 4;
    private const int SmallestBuffer = 1 << 16;

    private readonly IDisk disk;
    private readonly string directory;
    private readonly long segmentSize;
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, string> closed = [];
    private readonly Queue<string> spares = new();
    private LogSegment? segment;
    private long position;
    private bool isNameDurable;
    private bool hasDurableRecords;

    // Where the last process left off, until that is known to be of no use.
    private long? end;
    private int abandoned;

    // Records that are not durable: of them, the first `written` bytes are in segment files.
    private byte[] buffer = new byte[SmallestBuffer];
    private int length;
    private int written;
    private int recordStart;
    private long lastSegmentNumber;
    private long spareNumber;

    /// <summary>A log that goes on after what recovery has read.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">Where the segments are.</param>
    /// <param name="segmentSize">Bytes of a segment, if a record does not need more.</param>
    /// <param name="kept">Numbers of the segments that recovery needs.</param>
    /// <param name="unused">Files that may be written over.</param>
    /// <param name="lastSequence">Number of the last record.</param>
    /// <param name="end">Where in the last of the kept segments the next record may go; null: nowhere.</param>
    public WriteAheadLog(
        IDisk disk, string directory, long segmentSize, IEnumerable<long> kept, IEnumerable<string> unused, ulong lastSequence, long? end)
    {
        this.end = end;
        this.disk = disk;
        this.directory = directory;
        this.segmentSize = segmentSize;
        LastSequence = lastSequence;
        DurableSequence = lastSequence;
        foreach (var number in kept)
        {
            closed.Add(number, Path.Combine(directory, LogSegment.NameOf(number)));
            lastSegmentNumber = Math.Max(lastSegmentNumber, number);
        }
        foreach (var path in unused.OrderByDescending(p => SpareNumberOf(p)))
            Recycle(path);
    }

    /// <summary>Number of the last record; they grow by one.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>Number of the last record that is durable.</summary>
    public ulong DurableSequence { get; private set; }

    /// <summary>Number of the segment that the next record goes into, or one before it.</summary>
    public long SegmentNumber => Math.Max(1, lastSegmentNumber);

    /// <summary>Segments that hold records.</summary>
    public int SegmentCount
    {
        get
        {
            lock (gate)
                return closed.Count + (segment is null ? 0 : 1);
        }
    }

    /// <summary>Bytes that are not durable yet.</summary>
    public int UnsyncedBytes => length;

    /// <summary>Begins a record.</summary>
    /// <param name="maximumLength">Bytes the payload may have.</param>
    /// <returns>Room for the payload.</returns>
    public Span<byte> Begin(int maximumLength)
    {
        gate.Enter();
        recordStart = length;
        var needed = length + LogRecord.HeaderSize + maximumLength;
        if (needed > buffer.Length)
            Array.Resize(ref buffer, Math.Max(needed, buffer.Length * 2));
        return buffer.AsSpan(length + LogRecord.HeaderSize, maximumLength);
    }

    /// <summary>Ends a record: gives it its number and tries to write it.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="payloadLength">Bytes of the payload; 0 to make no record.</param>
    /// <returns>Why it could not be written now, or null. It is kept, and written by the next <see cref="Sync"/> that can.</returns>
    public IOException? End(LogRecordType type, int payloadLength)
    {
        try
        {
            if (payloadLength == 0)
                return null;
            length = recordStart + LogRecord.HeaderSize + payloadLength;
            LastSequence++;
            LogRecord.Seal(buffer.AsSpan(recordStart, length - recordStart), LastSequence, type);
            return TryWrite();
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>Adds a whole record.</summary>
    public IOException? Append(LogRecordType type, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(Begin(payload.Length));
        return End(type, payload.Length);
    }

    /// <summary>Makes all records durable that are there when it begins. One thread at a time.</summary>
    /// <exception cref="IOException">They are not. They stay in memory, for the next try.</exception>
    public void Sync()
    {
        // A write that fails meanwhile gives the segment up, and what was synced with it: then its records are synced in another one. A
        // failure of that ends the loop, and so does a writer that has nothing more to write.
        while (!TrySync())
        {
        }
    }

    private bool TrySync()
    {
        LogSegment? current;
        int covered;
        int abandonedBefore;
        ulong sequence;
        lock (gate)
        {
            if (length == 0)
            {
                // The memory of a rush is given back once there is nothing to do.
                if (buffer.Length > SmallestBuffer)
                    buffer = new byte[SmallestBuffer];
                return true;
            }
            if (TryWrite() is { } failure)
                throw failure;
            current = segment!;
            covered = length;
            sequence = LastSequence;
            abandonedBefore = abandoned;
        }
        try
        {
            current.Sync();
            if (!isNameDurable)
            {
                disk.SyncDirectory(directory);
                isNameDurable = true;
            }
        }
        catch (IOException)
        {
            lock (gate)
                Abandon();
            throw;
        }
        lock (gate)
        {
            if (abandoned != abandonedBefore)
                return false;
            hasDurableRecords = true;
            DurableSequence = sequence;
            buffer.AsSpan(covered, length - covered).CopyTo(buffer);
            length -= covered;
            written = Math.Max(0, written - covered);
            return true;
        }
    }

    /// <summary>Gives every record that is in a file, of some segments. Others may be written meanwhile.</summary>
    /// <param name="from">Number of the first segment.</param>
    /// <param name="last">Number of a record that they begin after; becomes that of the last one given.</param>
    /// <param name="onRecord">Takes them.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void Read(long from, ref ulong last, LogReader.RecordHandler onRecord)
    {
        SortedDictionary<long, string> files;
        lock (gate)
        {
            files = new SortedDictionary<long, string>(closed.Where(c => c.Key >= from).ToDictionary());
            if (segment is { } current)
                files.Add(current.Number, current.FilePath);
        }
        LogReader.Read(disk, directory, files, ref last, onRecord);
    }

    /// <summary>Lets segments go that recovery does not need.</summary>
    /// <param name="needed">Number of the oldest one that it needs.</param>
    public void Trim(long needed)
    {
        lock (gate)
        {
            while (closed.Count > 0 && closed.First() is var oldest && oldest.Key < needed)
            {
                closed.Remove(oldest.Key);
                Recycle(oldest.Value);
            }
        }
    }

    /// <summary>Number of the oldest segment.</summary>
    public long OldestSegment
    {
        get
        {
            lock (gate)
                return closed.Count > 0 ? closed.First().Key : SegmentNumber;
        }
    }

    /// <summary>Closes the files. What is not synced may be lost.</summary>
    public void Dispose() => segment?.Dispose();

    private IOException? TryWrite()
    {
        try
        {
            while (written < length)
                WriteSome();
            return null;
        }
        catch (IOException e)
        {
            Abandon();
            return e;
        }
    }

    // Whole records, as many as fit into the segment.
    private void WriteSome()
    {
        var end = written;
        while (end < length)
        {
            var next = end + LogRecord.HeaderSize + System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(end));
            if (segment is null || position + (next - written) > segment.Size)
                break;
            end = next;
        }
        if (end == written)
        {
            Roll(LogRecord.HeaderSize + System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(end)));
            return;
        }
        segment!.Write(buffer.AsSpan(written, end - written), position);
        position += end - written;
        written = end;
    }

    private void Roll(int recordLength)
    {
        if (segment is { } full)
        {
            // A sync looks at the last segment only.
            full.Sync();
            closed.Add(full.Number, full.FilePath);
            segment = null;
            full.Dispose();
        }
        if (TryResume(recordLength))
            return;
        end = null;
        var size = Math.Max(segmentSize, LogSegment.HeaderSize + recordLength);
        var number = lastSegmentNumber + 1;
        var path = Path.Combine(directory, LogSegment.NameOf(number));
        if (size == segmentSize && spares.TryDequeue(out var spare))
            disk.Rename(spare, path);
        else
            LogSegment.Prepare(disk, path, size);
        var first = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(written + 8));
        segment = LogSegment.Begin(disk, path, number, first);
        lastSegmentNumber = number;
        position = LogSegment.HeaderSize;
        isNameDurable = false;
        hasDurableRecords = false;
    }

    // A start takes no new segment where the last one has room: on a full disk there may be none.
    private bool TryResume(int recordLength)
    {
        if (end is not { } at || !closed.TryGetValue(lastSegmentNumber, out var path) || at + recordLength > new FileInfo(path).Length)
            return false;
        segment = LogSegment.Resume(disk, path, lastSegmentNumber);
        closed.Remove(lastSegmentNumber);
        end = null;
        position = at;
        isNameDurable = true;
        hasDurableRecords = true;
        return true;
    }

    // The present segment is left as it is, and all that is not durable is written again.
    private void Abandon()
    {
        abandoned++;
        written = 0;
        if (segment is not { } failed)
            return;
        segment = null;
        failed.Dispose();
        if (hasDurableRecords)
            closed.Add(failed.Number, failed.FilePath);
        else
            Discard(failed.FilePath);
    }

    // A file that the disk refused to write is not tried again: another one may get other blocks.
    private void Discard(string path)
    {
        try
        {
            disk.Delete(path);
        }
        catch (IOException)
        {
            // Left behind, it is found as unused by the next start.
        }
    }

    private void Recycle(string path)
    {
        try
        {
            if (spares.Count >= MaximumSpares || new FileInfo(path).Length != segmentSize)
            {
                disk.Delete(path);
                return;
            }
            // Those that the last process left keep their names; a new name is beyond all of them.
            if (SpareNumberOf(path) is { } number)
            {
                spareNumber = Math.Max(spareNumber, number);
                spares.Enqueue(path);
                return;
            }
            var spare = Path.Combine(directory, $"{SpareName}{++spareNumber}");
            disk.Rename(path, spare);
            spares.Enqueue(spare);
        }
        catch (IOException)
        {
            // Left behind, it is found as unused by the next start.
        }
    }

    private static long? SpareNumberOf(string path) =>
        Path.GetFileName(path) is var name && name.StartsWith(SpareName, StringComparison.Ordinal) && long.TryParse(name[SpareName.Length..], out var number)
            ? number
            : null;
}
