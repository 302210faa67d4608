using System.Buffers;

namespace Metrics.RrdStore.Storage;

/// <summary>Reads the log as it was left, after a clean stop or in the middle of anything.</summary>
/// <remarks>A segment ends where no record is that follows the one before: there it is torn, or goes over into its last life. Damage in
/// the middle costs the records concerned; those after it are whole in themselves.</remarks>
internal sealed class LogReader
{
    // A number further on is not of this life of the file.
    private const ulong MostDamagedRecords = LogSegment.DefaultSize / LogRecord.HeaderSize;

    // Behind damage anything may look like a record. So many times its size is summed up of a segment to find the next one, and no more.
    private const int MostSums = 16;

    private readonly List<(long Number, string Path, ulong Last, ulong Limit)> segments = [];

    private readonly List<StoreDamage> damages = [];

    private readonly IDisk disk;

    private LogReader(IDisk disk, string directory)
    {
        this.disk = disk;
        Directory = directory;
    }

    /// <summary>Calls for every record, in order.</summary>
    public delegate void RecordHandler(ulong sequence, LogRecordType type, ReadOnlySpan<byte> payload);

    /// <summary>Where the segments are.</summary>
    public string Directory { get; }

    /// <summary>Files that hold no record and may be written over.</summary>
    public List<string> Unused { get; } = [];

    /// <summary>What was found wrong, as sentences.</summary>
    public IEnumerable<string> Faults => damages.Select(d => $"{d.Path}, byte {d.Offset}: {d.Problem}");

    /// <summary>The segments that are damaged where nothing else has their records.</summary>
    public IEnumerable<string> DamagedSegments => damages.Select(d => d.Path).Distinct();

    /// <summary>Bytes that checksums were taken of to find records behind damage: at most 16 times those of the segments.</summary>
    public long BytesSearched { get; private set; }

    /// <summary>Number of the last record; 0 when there is none.</summary>
    public ulong LastSequence => segments.Count == 0 ? 0 : segments.Max(s => s.Last);

    /// <summary>Numbers of the segments with records.</summary>
    public IEnumerable<long> Segments => segments.Select(s => s.Number);

    /// <summary>Where in the last segment the next record may go; null when its head is damaged.</summary>
    public long? End { get; private set; }

    /// <summary>Looks through all segments once and gives every record that tells the state of a shard.</summary>
    /// <exception cref="StoreFormatException">A segment is of a newer version.</exception>
    public static LogReader Open(IDisk disk, string directory, RecordHandler onShard)
    {
        disk.MakeDirectory(directory);
        var reader = new LogReader(disk, directory);
        var numbered = new SortedDictionary<long, string>();
        foreach (var path in System.IO.Directory.GetFiles(directory))
        {
            if (Path.GetExtension(path) == ".log" && long.TryParse(Path.GetFileNameWithoutExtension(path), out var number))
                numbered.Add(number, path);
            else
                reader.Unused.Add(path);
        }
        var limits = reader.Limits(numbered, out var begun);
        var last = 0UL;
        foreach (var (number, path) in numbered)
        {
            var first = 0UL;
            var end = reader.End;
            reader.ReadSegment(number, path, limits[number], ref last, (sequence, type, payload) =>
            {
                if (first == 0)
                    first = sequence;
                if (type == LogRecordType.Shard)
                    onShard(sequence, type, payload);
            });
            // One that was begun and has no record yet says which records of those before it do not count: without it they would come back.
            var isLimit = begun.TryGetValue(number, out var expected) && reader.segments.Count > 0;
            if (first > 0 || isLimit)
            {
                if (first == 0 && expected != last + 1)
                    reader.End = null;
                reader.segments.Add((number, path, last, limits[number]));
                continue;
            }
            reader.Unused.Add(path);
            reader.End = end;
        }
        reader.MakeDurable();
        return reader;
    }

    /// <summary>Gives every record that comes after one, of some segments of a log in use.</summary>
    /// <param name="disk">Where files are.</param>
    /// <param name="directory">Where the segments are.</param>
    /// <param name="numbered">Their files by number.</param>
    /// <param name="last">Number of that record; becomes that of the last one given.</param>
    /// <param name="onRecord">Takes them.</param>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static void Read(IDisk disk, string directory, SortedDictionary<long, string> numbered, ref ulong last, RecordHandler onRecord)
    {
        var reader = new LogReader(disk, directory);
        var limits = reader.Limits(numbered, out _);
        foreach (var (number, path) in numbered)
            reader.ReadSegment(number, path, limits[number], ref last, onRecord, isSecondTime: true);
    }

    /// <summary>Checks every record of the segments of a log in use.</summary>
    /// <param name="disk">Where files are.</param>
    /// <param name="directory">Where the segments are.</param>
    /// <param name="numbered">Their files by number.</param>
    /// <param name="durable">Number of the last record that has to be there.</param>
    /// <returns>What is damaged.</returns>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static List<StoreDamage> Verify(IDisk disk, string directory, SortedDictionary<long, string> numbered, ulong durable)
    {
        var reader = new LogReader(disk, directory);
        var limits = reader.Limits(numbered, out var begun);
        var last = 0UL;
        foreach (var ((number, path), next) in numbered.Zip(numbered.Keys.Skip(1).Append(long.MaxValue)))
        {
            reader.End = 0;
            reader.ReadSegment(number, path, limits[number], ref last, (_, _, _) => { });
            // It looks like the end of what was written, and it is not.
            var end = begun.TryGetValue(next, out var first) ? first - 1 : next == long.MaxValue ? durable : last;
            if (last < end)
                reader.damages.Add(new StoreDamage(path, reader.End ?? 0, null, $"the records from number {last + 1} on are damaged."));
            last = Math.Max(last, end);
        }
        return reader.damages;
    }

    // What a killed process left was read, and is acknowledged with the next flush; the disk need not have it yet.
    private void MakeDurable()
    {
        if (segments.Count == 0)
            return;
        using var file = disk.OpenRead(segments[^1].Path);
        file.Sync();
        disk.SyncDirectory(Directory);
    }

    /// <summary>Gives every record after one.</summary>
    public void Replay(ulong after, RecordHandler onRecord)
    {
        var last = after;
        foreach (var segment in segments)
            if (segment.Last > after)
                ReadSegment(segment.Number, segment.Path, segment.Limit, ref last, onRecord, isSecondTime: true);
    }

    /// <summary>Number of the segment that has the record after one, or the last segment.</summary>
    public long SegmentAfter(ulong sequence)
    {
        foreach (var segment in segments)
            if (segment.Last > sequence)
                return segment.Number;
        return segments.Count == 0 ? 1 : segments[^1].Number;
    }

    // When a write or a sync failed, what was not durable was written again into the next segment: from its first record on that one counts,
    // since what the one before has of these may be full of holes.
    private Dictionary<long, ulong> Limits(SortedDictionary<long, string> numbered, out Dictionary<long, ulong> firsts)
    {
        firsts = [];
        var limits = new Dictionary<long, ulong>();
        var limit = ulong.MaxValue;
        var header = new byte[LogSegment.HeaderSize];
        foreach (var (number, path) in numbered.Reverse())
        {
            limits.Add(number, limit);
            using var file = disk.OpenRead(path);
            var read = file.ReadFully(header, 0);
            if (LogSegment.TryReadHeader(path, header.AsSpan(0, read), number, out var first, out _))
            {
                firsts.Add(number, first);
                limit = Math.Min(limit, first);
            }
        }
        return limits;
    }

    private void ReadSegment(long number, string path, ulong limit, ref ulong last, RecordHandler onRecord, bool isSecondTime = false)
    {
        using var file = disk.OpenRead(path);
        var size = (int)Math.Min(file.Length, int.MaxValue - 64);
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var bytes = rented.AsSpan(0, size);
            bytes = bytes[..file.ReadFully(bytes, 0)];
            if (!LogSegment.TryReadHeader(path, bytes, number, out var expected, out var isDamaged))
            {
                if (!isDamaged || !LogRecord.TryRead(bytes[Math.Min(LogSegment.HeaderSize, bytes.Length)..], out expected, out _, out _))
                    return;
                // The records have checksums of their own, and numbers that tell old from new.
                if (!isSecondTime)
                    damages.Add(new StoreDamage(path, 0, null, "the head of the segment is damaged; its records are taken by their numbers."));
            }
            End = isDamaged ? null : LogSegment.HeaderSize;
            var sums = (long)MostSums * bytes.Length;
            for (var at = LogSegment.HeaderSize; at < bytes.Length && expected < limit;)
            {
                if (!LogRecord.TryRead(bytes[at..], out var sequence, out var type, out var length) || sequence != expected)
                {
                    var next = NextRecord(bytes, at + 1, expected, ref sums, out var nextSequence);
                    if (next < 0)
                        break;
                    if (!isSecondTime)
                        damages.Add(new StoreDamage(path, at, null,
                            $"{Math.Min(nextSequence, limit) - expected} records from number {expected} on are damaged; their readings are lost."));
                    expected = nextSequence;
                    at = next;
                    continue;
                }
                // After a failed sync records were written a second time, into the next segment.
                if (sequence > last)
                {
                    onRecord(sequence, type, bytes.Slice(at + LogRecord.HeaderSize, length - LogRecord.HeaderSize));
                    last = sequence;
                }
                expected++;
                at += length;
                End = isDamaged ? null : at;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Zeros, and records of the file's last life with their lower numbers, are what a tail looks like when all is well.
    private int NextRecord(ReadOnlySpan<byte> bytes, int at, ulong expected, ref long sums, out ulong sequence)
    {
        for (sequence = 0; at < bytes.Length; at++)
        {
            var zeros = bytes[at..].IndexOfAnyExcept((byte)0);
            if (zeros < 0)
                return -1;
            // A record begins at most with the zeros of a length.
            at = Math.Max(at, at + zeros - sizeof(int));
            if (bytes.Length - at < LogRecord.HeaderSize)
                return -1;
            // The number first: a checksum over whatever looks like a length would take seconds.
            sequence = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at + 8)..]);
            var type = (LogRecordType)bytes[at + 16];
            if (sequence <= expected || sequence - expected >= MostDamagedRecords || type is not (LogRecordType.Readings or LogRecordType.Shard))
                continue;
            var isRecord = LogRecord.TryRead(bytes[at..], out _, out _, out var length);
            sums -= length;
            BytesSearched += length;
            if (isRecord)
                return at;
            if (sums < 0)
            {
                // What lies behind may be records; nothing is to be written before them.
                End = null;
                return -1;
            }
        }
        return -1;
    }
}
