using System.Buffers.Binary;

namespace Metrics.RrdStore.Storage;

/// <summary>The file that says what series there are: a record for each definition and each change, appended. Small, and read whole; written
/// anew when most of it no longer counts.</summary>
internal sealed partial class Catalog : IDisposable
{
    /// <summary>Bytes of records that no longer count and are no reason to write it anew, if nothing else is said.</summary>
    public const int TolerableGarbage = 1 << 16;

    /// <summary>Bytes that a record of a definition takes beside it at most.</summary>
    public const int RecordBytes = CatalogCompaction.GapBytes + CatalogRecord.HeaderSize + 1 + 5;

    // A record that says which one is durable.
    private const int NoteBytes = CatalogRecord.HeaderSize + 1 + 5;

    /// <summary>Its name in the directory of the store.</summary>
    public const string Name = "catalog";

    private const uint Magic = 0x74635252; // "RRct"
    private const uint FormatVersion = 5;
    private const int HeaderSize = 16;
    private const string TemporarySuffix = ".new";
    private const string Advice = "Nothing was changed: bring the catalogue back from a backup.";

    private readonly IDisk disk;
    private readonly string path;
    private IDiskFile file;
    private readonly ByteSink sink = new();

    // Guards what follows: records are added by the writer and made durable by the maintenance.
    private readonly Lock gate = new();
    private readonly List<byte[]> unsynced = [];
    private readonly DefinitionCodec codec = new();
    private long length;
    private bool isDirty;
    private bool mustRewrite;
    private bool mustSyncDirectory;

    // By series, bytes of its last definition.
    private int[] sizes = [];

    private Catalog(IDisk disk, string path, IDiskFile file)
    {
        this.disk = disk;
        this.path = path;
        this.file = file;
    }

    /// <summary>Calls for every record: the series as it is from then on, null when it is deleted, and the version of its definition.</summary>
    public delegate void DefinitionHandler(int series, SeriesInfo? info, uint version);

    /// <summary>Number of the last record.</summary>
    public uint Version { get; private set; }

    /// <summary>What was found wrong, as a sentence, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Bytes that it takes when it has nothing but the last definition of each series.</summary>
    public long LiveBytes { get; private set; } = HeaderSize;

    /// <summary>Bytes of the file.</summary>
    public long Length => Volatile.Read(ref length);

    /// <summary>Bytes that the file may have before it is written anew.</summary>
    /// <param name="liveBytes"><see cref="LiveBytes"/>.</param>
    /// <param name="tolerableGarbage">Garbage that is no reason.</param>
    public static long Most(long liveBytes, int tolerableGarbage) => 2 * liveBytes + tolerableGarbage;

    /// <summary>Bytes that the file may have before nothing more is recorded until it was written anew: changes may come faster than rounds of
    /// maintenance.</summary>
    public static long Limit(long liveBytes, int tolerableGarbage) => Most(liveBytes, tolerableGarbage) + liveBytes;

    /// <summary>Bytes that the files take at most, while it is written anew too.</summary>
    public static long MostOnDisk(long liveBytes, int tolerableGarbage) => Limit(liveBytes, tolerableGarbage) + liveBytes + 2 * NoteBytes;

    /// <summary>Whether there is none yet: no file, or one without a byte other than zero.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsNew(IDisk disk, string path)
    {
        if (!File.Exists(path))
            return true;
        using var file = disk.OpenRead(path);
        var bytes = new byte[4096];
        for (var at = 0L; file.ReadFully(bytes, at) is var count and > 0; at += count)
            if (bytes.AsSpan(0, count).ContainsAnyExcept((byte)0))
                return false;
        return true;
    }

    /// <summary>Opens the catalogue of a store, or makes it.</summary>
    /// <exception cref="StoreFormatException">A record is damaged that others follow, or the file is of a newer version.</exception>
    public static Catalog Open(IDisk disk, string directory, DefinitionHandler onDefinition)
    {
        var path = Path.Combine(directory, Name);
        // One that was being written when the process or the power ended.
        disk.Delete(path + TemporarySuffix);
        var file = disk.Open(path, create: true);
        var catalog = new Catalog(disk, path, file);
        try
        {
            if (!catalog.Load(onDefinition))
            {
                // Before the first record, so that no loss of power leaves records without a header.
                WriteHeader(file, 0);
                catalog.length = HeaderSize;
                file.Sync();
                disk.SyncDirectory(directory);
                disk.MakeDirectory(directory);
            }
            return catalog;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Records a series. The expression of a computed one names series by number, "#12", so that they can be renamed.</summary>
    /// <returns>The series, sharing what others have too, and the version of its definition.</returns>
    /// <exception cref="IOException">The disk refuses; nothing is recorded.</exception>
    public (SeriesInfo Info, uint Version) Define(SeriesInfo info)
    {
        lock (gate)
        {
            info = info with { Definition = codec.Shared(info.Definition), Declared = codec.Shared(info.Declared) };
            sink.Clear();
            sink.Byte(info.Declared is null ? CatalogRecord.DefineType : CatalogRecord.ChangeType);
            sink.Varint((ulong)info.Id.Value);
            DefinitionCodec.Write(sink, info.Definition);
            if (info.Declared is { } declared)
                DefinitionCodec.Write(sink, declared);
            Append();
            NoteSize(info.Id.Value, sink.Length);
            return (info, Version);
        }
    }

    /// <summary>Records that a series is no more. Its number is not given again.</summary>
    /// <exception cref="IOException">The disk refuses; nothing is recorded.</exception>
    public void Delete(int series)
    {
        lock (gate)
        {
            sink.Clear();
            sink.Byte(CatalogRecord.DeleteType);
            sink.Varint((ulong)series);
            Append();
            NoteSize(series, 0);
        }
    }

    /// <summary>Makes all records durable.</summary>
    /// <exception cref="IOException">The disk refuses; the records are written again by the next try.</exception>
    public void Sync()
    {
        int covered;
        uint version;
        lock (gate)
        {
            if (!isDirty)
                return;
            covered = unsynced.Count;
            version = Version;
        }
        try
        {
            if (mustSyncDirectory)
                disk.SyncDirectory(Path.GetDirectoryName(path)!);
            mustSyncDirectory = false;
            if (mustRewrite)
                Rewrite();
            file.Sync();
        }
        catch (IOException)
        {
            // What the disk has of the records now is not to be trusted, even if a later sync succeeds.
            mustRewrite = true;
            throw;
        }
        mustRewrite = false;
        lock (gate)
        {
            unsynced.RemoveRange(0, covered);
            unsynced.TrimExcess();
            isDirty = unsynced.Count > 0;
            NoteDurable(version);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void NoteSize(int series, int payload)
    {
        if (series >= sizes.Length)
            Array.Resize(ref sizes, Math.Max(series + 1, sizes.Length * 2));
        LiveBytes -= sizes[series];
        sizes[series] = payload == 0 ? 0 : CatalogCompaction.GapBytes + CatalogRecord.HeaderSize + payload;
        LiveBytes += sizes[series];
    }

    private void Append()
    {
        var record = CatalogRecord.Of(sink.Written, Version + 1);
        file.Write(record, length);
        length += record.Length;
        Version++;
        unsynced.Add(record);
        isDirty = true;
    }

    private void Rewrite()
    {
        lock (gate)
        {
            var at = length - unsynced.Sum(record => (long)record.Length);
            foreach (var record in unsynced)
            {
                file.Write(record, at);
                at += record.Length;
            }
        }
    }

    // Tells records that were lost with the power, which nobody relied on, from damage to those that were durable. It is itself durable
    // with the next records, or when the kernel likes.
    private void NoteDurable(uint version)
    {
        var others = isDirty;
        sink.Clear();
        sink.Byte(CatalogRecord.DurableType);
        sink.Varint(version);
        try
        {
            Append();
            isDirty = others;
        }
        catch (IOException)
        {
            // The next record is written in its place.
        }
    }

    // False: there is nothing in it yet.
    private bool Load(DefinitionHandler onDefinition)
    {
        ReadOnlySpan<byte> bytes = Contents();
        if (!bytes.ContainsAnyExcept((byte)0))
            return false;
        var magic = bytes.Length < HeaderSize ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (magic != Magic)
            throw new StoreFormatException(path, 0, $"A catalogue begins with 0x{Magic:x8}; this file begins with 0x{magic:x8}. {Advice}");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (version is 0 or > FormatVersion)
            throw new StoreFormatException(path, 4, $"The catalogue is of version {version}; this program knows versions up to {FormatVersion}.");

        var at = HeaderSize;
        var compacted = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        var isEndOfRecord = compacted == 0;
        while (CatalogRecord.TryRead(bytes[at..], Version + 1, out var payload))
        {
            Version++;
            Read(payload, onDefinition);
            at += CatalogRecord.HeaderSize + payload.Length;
            isEndOfRecord |= at == compacted;
        }
        length = at;
        if (at < compacted)
            throw new StoreFormatException(path, at, $"Record {Version + 1} of the catalogue is damaged; all up to byte {compacted} were whole. {Advice}");
        if (!isEndOfRecord)
            throw new StoreFormatException(path, 8, $"The head of the catalogue is damaged: no record ends at byte {compacted}. {Advice}");
        if (version < FormatVersion)
            WriteHeader(file, 0);
        if (at < bytes.Length)
            CutTornEnd(bytes[at..]);
        // What a killed process left was read, and is acknowledged with the next flush; the disk need not have it yet.
        file.Sync();
        return true;
    }

    private Span<byte> Contents()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)file.Length));
        return bytes.AsSpan(0, file.ReadFully(bytes, 0));
    }

    private void CutTornEnd(ReadOnlySpan<byte> end)
    {
        for (var at = 1; at < end.Length; at++)
        {
            if (!CatalogRecord.TryFind(end[at..], Version + 1, (uint)at, out var payload))
                continue;
            var source = new ByteSource(payload);
            if (source.Byte() == CatalogRecord.DurableType && source.Varint() > Version)
                throw new StoreFormatException(
                    path, length, $"Record {Version + 1} of the catalogue is damaged; the one at byte {length + at} says that it was whole. {Advice}");
        }
        Fault = $"{path}, byte {length}: the end is torn, as a loss of power leaves it; records that were not durable yet are left out.";
        file.SetLength(length);
    }

    private static void WriteHeader(IDiskFile file, long compactedLength)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], FormatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], compactedLength);
        file.Write(header, 0);
    }

    private void Read(ReadOnlySpan<byte> payload, DefinitionHandler onDefinition)
    {
        var source = new ByteSource(payload);
        var type = source.Byte();
        if (type == CatalogRecord.DurableType)
            return;
        if (type == CatalogRecord.GapType)
        {
            Version = (uint)source.Varint() - 1;
            return;
        }
        var series = source.Count();
        NoteSize(series, type == CatalogRecord.DeleteType ? 0 : payload.Length);
        if (type == CatalogRecord.DeleteType)
        {
            onDefinition(series, null, Version);
            return;
        }
        if (!CatalogRecord.IsDefinition(type))
            throw new StoreFormatException(path, 0, $"Record {Version} of the catalogue is of type {type}, which this program does not know.");
        var definition = codec.Read(ref source);
        var declared = type == CatalogRecord.ChangeType ? codec.ReadDeclaration(ref source) : null;
        onDefinition(series, new SeriesInfo(new SeriesId(series), definition, declared), Version);
    }
}
