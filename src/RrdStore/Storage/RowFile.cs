namespace Metrics.RrdStore.Storage;

/// <summary>One file of chunks: the rows of some windows of one class. Chunks are appended, never changed.</summary>
internal sealed class RowFile : IDisposable
{
    private readonly IDisk disk;
    private readonly IDiskFile file;
    private long durableLength;

    // Marks that were set since the last sync: they are set again when it fails.
    private readonly List<(long Offset, uint Magic)> marks = [];
    private bool mustMarkAgain;

    private RowFile(IDisk disk, string path, long number)
    {
        this.disk = disk;
        Path = path;
        Number = number;
        file = disk.Open(path, create: true);
        Length = file.Length;
        durableLength = Length;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; private set; }

    /// <summary>Its place among the files of its class: windows <c>Number * WindowsPerFile</c> and those after it.</summary>
    public long Number { get; }

    /// <summary>Where the next chunk goes.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes of chunks that are merged into others or set aside.</summary>
    public long Garbage { get; set; }

    /// <summary>Whether bytes were found in it, as it was opened, that should be chunks and are none.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>Whether something was written since the last sync.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Opens a file, or makes it.</summary>
    public static RowFile Open(IDisk disk, string path, long number) => new(disk, path, number);

    /// <summary>Fills a buffer from the file.</summary>
    /// <exception cref="StoreFormatException">The file ends before the buffer is full.</exception>
    public void Read(Span<byte> destination, long offset)
    {
        var read = file.ReadFully(destination, offset);
        if (read < destination.Length)
            throw new StoreFormatException(Path, offset + read, "The file ends in the middle of a chunk.");
    }

    /// <summary>Adds a chunk at the end.</summary>
    /// <returns>Where it begins.</returns>
    /// <exception cref="IOException">The disk is full or fails; what was written of it is written over by the next one.</exception>
    public long Append(ReadOnlySpan<byte> chunk)
    {
        var offset = Length;
        IsDirty = true;
        file.Write(chunk, offset);
        Length += chunk.Length;
        return offset;
    }

    /// <summary>Marks a chunk as set aside.</summary>
    public void MarkDead(long offset) => WriteMagic(offset, ChunkHeader.DeadMagic);

    /// <summary>Marks a chunk as valid.</summary>
    public void MarkAlive(long offset) => WriteMagic(offset, ChunkHeader.Magic);

    /// <summary>Lets the next chunk be written here: what follows is no chunk.</summary>
    public void CutAt(long offset)
    {
        IsDirty = true;
        file.SetLength(offset);
        Length = offset;
        durableLength = Math.Min(durableLength, offset);
    }

    /// <summary>Lets the next chunk begin where chunks may.</summary>
    public void Pad() => Length = (Length + ChunkHeader.Alignment - 1) & -ChunkHeader.Alignment;

    /// <summary>Takes back what was appended from here on: the next chunk is written over it.</summary>
    public void TakeBack(long offset) => Length = Math.Min(Length, offset);

    /// <summary>Makes all chunks durable.</summary>
    /// <exception cref="IOException">The disk refuses. What was appended since the last sync is not to be trusted and taken back.</exception>
    public void Sync()
    {
        if (!IsDirty)
            return;
        try
        {
            if (mustMarkAgain)
                foreach (var (offset, magic) in marks)
                    Mark(offset, magic);
            mustMarkAgain = true;
            file.Sync();
        }
        catch (IOException)
        {
            TakeBack(durableLength);
            throw;
        }
        mustMarkAgain = false;
        marks.Clear();
        durableLength = Length;
        IsDirty = false;
    }

    /// <summary>Gives the file another name, in place of the file that has it.</summary>
    public void RenameTo(string path)
    {
        disk.Rename(Path, path);
        Path = path;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void WriteMagic(long offset, uint magic)
    {
        IsDirty = true;
        marks.Add((offset, magic));
        Mark(offset, magic);
    }

    private void Mark(long offset, uint magic)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes, magic);
        file.Write(bytes, offset);
    }
}
