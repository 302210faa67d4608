using System.Buffers;

namespace Metrics.RrdStore.Storage;

/// <summary>Reads the log as it was left, after a clean stop or in the middle of anything.</summary>
/// <remarks>A segment's records are good up to the first one that is damaged or does not follow the one before. In the last segment that
/// is its end, torn or not; in an earlier one it is damage, and reading goes on with the next segment.</remarks>
internal sealed class LogReader
{
    private readonly List<(long Number, string Path, ulong First, ulong Last)> segments = [];

    private LogReader(string directory) => Directory = directory;

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
    public static LogReader Open(string directory, RecordHandler onShard)
    {
        System.IO.Directory.CreateDirectory(directory);
        var reader = new LogReader(directory);
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
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var size = (int)Math.Min(RandomAccess.GetLength(file), int.MaxValue - 64);
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var bytes = rented.AsSpan(0, size);
            var read = 0;
            while (read < size && RandomAccess.Read(file, bytes[read..], read) is var count and > 0)
                read += count;
            bytes = bytes[..read];
            if (!LogSegment.TryReadHeader(path, bytes, number, out var expected))
                return;
            var at = LogSegment.HeaderSize;
            while (LogRecord.TryRead(bytes[at..], out var sequence, out var type, out var length) && sequence == expected)
            {
                // After a failed sync records were written a second time, into the next segment.
                if (sequence > last)
                {
                    onRecord(sequence, type, bytes.Slice(at + LogRecord.HeaderSize, length - LogRecord.HeaderSize));
                    last = sequence;
                }
                expected++;
                at += length;
            }
            if (!isSecondTime && LooksTorn(bytes[at..], expected))
                Faults.Add($"{path}, byte {at}: record {expected} is torn or damaged; what follows it in this file is left out.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Zeros, and records of the file's last life with their lower numbers, are what a tail looks like when all is well.
    private static bool LooksTorn(ReadOnlySpan<byte> rest, ulong expected)
    {
        if (rest.Length < LogRecord.HeaderSize || rest[..LogRecord.HeaderSize].IndexOfAnyExcept((byte)0) < 0)
            return false;
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) == expected;
    }
}
