using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>One file of the log. It has its full size from the start and is written over when its records are not needed any more:
/// a sync of a file that does not grow is one write to the device.</summary>
internal sealed class LogSegment : IDisposable
{
    /// <summary>Bytes of a segment, if a record does not need more.</summary>
    public const int DefaultSize = 4 << 20;

    /// <summary>Bytes before the first record.</summary>
    public const int HeaderSize = 32;

    private const uint Magic = 0x676C5252; // "RRlg"
    private const uint Version = 1;

    private readonly IDiskFile file;

    private LogSegment(string path, long number, IDiskFile file, long size)
    {
        FilePath = path;
        Number = number;
        this.file = file;
        Size = size;
    }

    /// <summary>Where it is.</summary>
    public string FilePath { get; }

    /// <summary>Its number; they grow by one.</summary>
    public long Number { get; }

    /// <summary>Bytes of the file.</summary>
    public long Size { get; }

    /// <summary>Name of the segment with a number.</summary>
    public static string NameOf(long number) => $"{number:D12}.log";

    /// <summary>Makes a file of zeros, to become a segment: durably, so that a sync of what is written over them has nothing else to do.</summary>
    public static void Prepare(IDisk disk, string path, long size)
    {
        try
        {
            using var file = disk.Open(path, create: true);
            file.SetLength(0);
            var zeros = new byte[(int)Math.Min(256 * 1024, size)];
            for (var at = 0L; at < size; at += zeros.Length)
                file.Write(zeros.AsSpan(0, (int)Math.Min(zeros.Length, size - at)), at);
            file.Sync();
        }
        catch (IOException)
        {
            // On a full disk half a segment is of no use to anybody.
            disk.Delete(path);
            throw;
        }
    }

    /// <summary>Begins to use a prepared or no longer needed file.</summary>
    public static LogSegment Begin(IDisk disk, string path, long number, ulong firstSequence)
    {
        var file = disk.Open(path, create: false);
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[12..], number);
        BinaryPrimitives.WriteUInt64LittleEndian(header[20..], firstSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Checksum.Of(header[8..]));
        try
        {
            file.Write(header, 0);
            return new LogSegment(path, number, file, file.Length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with a segment that has records.</summary>
    public static LogSegment Resume(IDisk disk, string path, long number)
    {
        var file = disk.Open(path, create: false);
        return new LogSegment(path, number, file, file.Length);
    }

    /// <summary>Reads the header of a segment.</summary>
    /// <returns>False when it is none, damaged, or one that was never begun under this number.</returns>
    /// <exception cref="StoreFormatException">It is of a newer version.</exception>
    public static bool TryReadHeader(string path, ReadOnlySpan<byte> bytes, long number, out ulong firstSequence, out bool isDamaged)
    {
        firstSequence = 0;
        isDamaged = false;
        if (bytes.Length < HeaderSize || bytes[..HeaderSize].IndexOfAnyExcept((byte)0) < 0)
            return false;
        isDamaged = BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksum.Of(bytes[8..HeaderSize]);
        if (isDamaged || BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]) != number)
            return false;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version > Version)
            throw new StoreFormatException(path, 8, $"The log is of version {version}; this program knows versions up to {Version}.");
        firstSequence = BinaryPrimitives.ReadUInt64LittleEndian(bytes[20..]);
        return true;
    }

    /// <summary>Writes at a place.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset) => file.Write(bytes, offset);

    /// <summary>Makes what was written durable.</summary>
    public void Sync() => file.Sync();

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}
