using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

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

    private readonly SafeFileHandle handle;

    private LogSegment(string path, long number, SafeFileHandle handle, long size)
    {
        FilePath = path;
        Number = number;
        this.handle = handle;
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

    /// <summary>Makes a file of zeros, to become a segment.</summary>
    public static void Prepare(string path, long size)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            var zeros = new byte[256 * 1024];
            for (var at = 0L; at < size; at += zeros.Length)
                RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(zeros.Length, size - at)), at);
        }
        catch (IOException)
        {
            // On a full disk half a segment is of no use to anybody.
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Begins to use a prepared or no longer needed file.</summary>
    public static LogSegment Begin(string path, long number, ulong firstSequence)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[12..], number);
        BinaryPrimitives.WriteUInt64LittleEndian(header[20..], firstSequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Checksum.Of(header[8..]));
        RandomAccess.Write(handle, header, 0);
        return new LogSegment(path, number, handle, RandomAccess.GetLength(handle));
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
    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    /// <summary>Makes what was written durable.</summary>
    public void Sync() => Posix.SyncData(handle, FilePath);

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();
}
