using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>The files of the log: segments that are full, the one that is being filled, and some that wait to be used again. One thread at
/// a time.</summary>
internal sealed class LogFiles : IDisposable
{
    private const int FewestLongest = 16;

    // About a kilobyte a series: the readings of one between two of its regular states. With less than that the states that are logged to
    // keep the log short would be most of what is in it.
    private const int ShardsPerSegment = 4;

    private const int EarlySegments = 4;
    private const string SpareName = "spare";
    private const int MaximumSpares = 4;

    // Making one takes as long as many syncs: it is not left to the batch that needs it.
    private const int FewestSpares = 2;

    private readonly IDisk disk;
    private readonly string directory;
    private readonly long segmentSize;
    private readonly SortedDictionary<long, string> closed = [];
    private readonly Queue<string> spares = new();
    private LogSegment? segment;
    private long position;
    private bool isNameDurable;
    private bool hasDurableRecords;

    // Where the last process left off, until that is known to be of no use.
    private long? end;
    private long lastSegmentNumber;
    private long spareNumber;

    /// <summary>Files that go on after what recovery has read.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">Where the segments are.</param>
    /// <param name="segmentSize">Bytes of a segment, if a record does not need more.</param>
    /// <param name="kept">Numbers of the segments that recovery needs.</param>
    /// <param name="unused">Files that may be written over.</param>
    /// <param name="end">Where in the last of the kept segments the next record may go; null: nowhere.</param>
    public LogFiles(IDisk disk, string directory, long segmentSize, IEnumerable<long> kept, IEnumerable<string> unused, long? end)
    {
        this.end = end;
        this.disk = disk;
        this.directory = directory;
        this.segmentSize = segmentSize;
        foreach (var number in kept)
        {
            closed.Add(number, Path.Combine(directory, LogSegment.NameOf(number)));
            lastSegmentNumber = Math.Max(lastSegmentNumber, number);
        }
        foreach (var path in unused.OrderByDescending(p => SpareNumberOf(p)))
            Recycle(path);
    }

    /// <summary>Segments that the log of so many shards is kept to, by logging the state of those that get few readings.</summary>
    public static int Longest(int shards) => Math.Max(FewestLongest, shards / ShardsPerSegment);

    /// <summary>Files of a segment's size there are at most: those, as many that a round of writing may add, and some that wait to be used again.</summary>
    public static int Most(int shards) => Longest(shards) + EarlySegments + MaximumSpares;

    /// <summary>Number of the segment that the next record goes into, or one before it. Any thread may ask.</summary>
    public long SegmentNumber => Math.Max(1, Volatile.Read(ref lastSegmentNumber));

    /// <summary>Segments that hold records.</summary>
    public int Count => closed.Count + (segment is null ? 0 : 1);

    /// <summary>Number of the oldest of them.</summary>
    public long Oldest => closed.Count > 0 ? closed.First().Key : SegmentNumber;

    /// <summary>Writes records: as many as fit into the segment, the others into new ones.</summary>
    /// <param name="records">Whole records, from where the last ones ended.</param>
    /// <exception cref="IOException">The disk refuses; some may be written.</exception>
    public void Write(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var fitting = 0;
            while (fitting < records.Length && segment is not null)
            {
                var next = fitting + LengthOf(records[fitting..]);
                if (position + next > segment.Size)
                    break;
                fitting = next;
            }
            if (fitting == 0)
            {
                Roll(records);
                continue;
            }
            segment!.Write(records[..fitting], position);
            position += fitting;
            records = records[fitting..];
        }
    }

    /// <summary>Makes all that was written durable.</summary>
    /// <exception cref="IOException">The disk refuses; what was written since the last time is not to be trusted.</exception>
    public void Sync()
    {
        segment!.Sync();
        if (!isNameDurable)
        {
            disk.SyncDirectory(directory);
            isNameDurable = true;
        }
        hasDurableRecords = true;
    }

    /// <summary>Leaves the present segment as it is: all that is not durable is written again, into the next one.</summary>
    public void Abandon()
    {
        if (segment is not { } failed)
            return;
        segment = null;
        failed.Dispose();
        if (hasDurableRecords)
            closed.Add(failed.Number, failed.FilePath);
        else
            Discard(failed.FilePath);
    }

    /// <summary>Goes on in another file when the one that the next record would go into is one of these. All that was written is durable.</summary>
    public void Leave(IReadOnlyCollection<string> paths)
    {
        var last = segment?.FilePath ?? closed.GetValueOrDefault(lastSegmentNumber);
        if (last is null || !paths.Contains(last))
            return;
        end = null;
        Abandon();
    }

    /// <summary>The files of all segments, and up to which byte each has records.</summary>
    public IReadOnlyList<(string Path, long End)> Extents()
    {
        var extents = closed.Values.Select(path => (path, new FileInfo(path).Length)).ToList();
        if (segment is { } current)
            extents.Add((current.FilePath, position));
        return extents;
    }

    /// <summary>The files of the segments from one on, by their numbers.</summary>
    public SortedDictionary<long, string> PathsFrom(long number)
    {
        var paths = new SortedDictionary<long, string>(closed.Where(c => c.Key >= number).ToDictionary());
        if (segment is { } current)
            paths.Add(current.Number, current.FilePath);
        return paths;
    }

    /// <summary>Gives every record of some segments. Any thread may, while others are written.</summary>
    /// <param name="paths">What <see cref="PathsFrom"/> gave.</param>
    /// <param name="last">Number of a record that they begin after; becomes that of the last one given.</param>
    /// <param name="onRecord">Takes them.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void Read(SortedDictionary<long, string> paths, ref ulong last, LogReader.RecordHandler onRecord) =>
        LogReader.Read(disk, directory, paths, ref last, onRecord);

    /// <summary>Checks every record of all segments.</summary>
    /// <param name="durable">Number of the last one that is durable.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public List<StoreDamage> Verify(ulong durable) => LogReader.Verify(disk, directory, PathsFrom(0), durable);

    /// <summary>Lets segments go that recovery does not need.</summary>
    /// <param name="needed">Number of the oldest one that it needs.</param>
    public void Trim(long needed)
    {
        while (closed.Count > 0 && closed.First() is var oldest && oldest.Key < needed)
        {
            closed.Remove(oldest.Key);
            Recycle(oldest.Value);
        }
    }

    /// <summary>Whether files should be made to be used next: the segment is half full, and few wait.</summary>
    public bool WantsSpare => spares.Count < FewestSpares && segment is { } current && position > current.Size / 2;

    /// <summary>Gives a file that is made next its name.</summary>
    public string NextSpare() => Path.Combine(directory, $"{SpareName}{++spareNumber}");

    /// <summary>Makes a file to be used later. Any thread may, while others are written.</summary>
    /// <exception cref="IOException">The disk refuses; there is no such file then.</exception>
    public void Prepare(string path) => LogSegment.Prepare(disk, path, segmentSize);

    /// <summary>Takes a file that was made.</summary>
    public void AddSpare(string path) => spares.Enqueue(path);

    /// <summary>Closes the files. What is not synced may be lost.</summary>
    public void Dispose() => segment?.Dispose();

    private static int LengthOf(ReadOnlySpan<byte> record) => LogRecord.HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(record);

    private void Roll(ReadOnlySpan<byte> records)
    {
        if (segment is { } full)
        {
            // A sync looks at the last segment only.
            full.Sync();
            closed.Add(full.Number, full.FilePath);
            segment = null;
            full.Dispose();
        }
        var recordLength = LengthOf(records);
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
        segment = LogSegment.Begin(disk, path, number, LogRecord.SequenceOf(records));
        Volatile.Write(ref lastSegmentNumber, number);
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
            var spare = NextSpare();
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
