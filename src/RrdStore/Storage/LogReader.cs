using System.Buffers;

namespace Metrics.RrdStore.Storage;

/// <summary>Reads the log as it was left, after a clean stop or in the middle of anything.</summary>
/// <remarks>A segment ends where no record is that follows the one before: there it is torn, or goes over into its last life. Damage in
/// the middle costs the records concerned; those after it are whole in themselves.</remarks>
internal sealed class LogReader
{
    // A number further on is not of this life of the file.
    private const ulong MostDamagedRecords = LogSegment.DefaultSize / LogRecord.HeaderSize;

    private readonly List<(long Number, string Path, ulong First, ulong Last)> segments = [];

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
    public List<string> Faults { get; } = [];

    /// <summary>Number of the last record; 0 when there is none.</summary>
    public ulong LastSequence => segments.Count == 0 ? 0 : segments.Max(s => s.Last);

    /// <summary>Numbers of the segments with records.</summary>
    public IEnumerable<long> Segments => segments.Select(s => s.Number);

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
        var last = 0UL;
        foreach (var (number, path) in numbered)
        {
            var first = 0UL;
            reader.ReadSegment(number, path, ref last, (sequence, type, payload) =>
            {
                if (first == 0)
                    first = sequence;
                if (type == LogRecordType.Shard)
                    onShard(sequence, type, payload);
            });
            if (first > 0)
                reader.segments.Add((number, path, first, last));
            else
                reader.Unused.Add(path);
        }
        return reader;
    }

    /// <summary>Gives every record of a segment of a log in use that comes after one.</summary>
    /// <param name="disk">Where files are.</param>
    /// <param name="number">Number of the segment.</param>
    /// <param name="path">Its file.</param>
    /// <param name="last">Number of that record; becomes that of the last one given.</param>
    /// <param name="onRecord">Takes them.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void Read(IDisk disk, long number, string path, ref ulong last, RecordHandler onRecord) =>
        new LogReader(disk, Path.GetDirectoryName(path)!).ReadSegment(number, path, ref last, onRecord, isSecondTime: true);

    /// <summary>Gives every record after one.</summary>
    public void Replay(ulong after, RecordHandler onRecord)
    {
        var last = after;
        foreach (var segment in segments)
            if (segment.Last > after)
                ReadSegment(segment.Number, segment.Path, ref last, onRecord, isSecondTime: true);
    }

    /// <summary>Number of the segment that has the record after one, or the last segment.</summary>
    public long SegmentAfter(ulong sequence)
    {
        foreach (var segment in segments)
            if (segment.Last > sequence)
                return segment.Number;
        return segments.Count == 0 ? 1 : segments[^1].Number;
    }

    private void ReadSegment(long number, string path, ref ulong last, RecordHandler onRecord, bool isSecondTime = false)
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
                    Faults.Add($"{path}, byte 0: the head of the segment is damaged; its records are taken by their numbers.");
            }
            for (var at = LogSegment.HeaderSize; at < bytes.Length;)
            {
                if (!LogRecord.TryRead(bytes[at..], out var sequence, out var type, out var length) || sequence != expected)
                {
                    var next = NextRecord(bytes, at + 1, expected, out var nextSequence);
                    if (next < 0)
                        break;
                    if (!isSecondTime)
                        Faults.Add($"{path}, byte {at}: {nextSequence - expected} records from number {expected} on are damaged; their readings are lost.");
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
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Zeros, and records of the file's last life with their lower numbers, are what a tail looks like when all is well.
    private static int NextRecord(ReadOnlySpan<byte> bytes, int at, ulong expected, out ulong sequence)
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
            if (sequence > expected && sequence - expected < MostDamagedRecords && LogRecord.TryRead(bytes[at..], out _, out _, out _))
                return at;
        }
        return -1;
    }
}
