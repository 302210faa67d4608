using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Metrics.RrdStore.Storage;

/// <summary>The file that says what series there are: a record for each definition and each change, appended. Small, and read whole.</summary>
internal sealed class Catalog : IDisposable
{
    private const uint Magic = 0x74635252; // "RRct"
    private const uint FormatVersion = 1;
    private const int HeaderSize = 16;
    private const int RecordHeaderSize = 8;
    private const byte DefineType = 1;
    private const byte DeleteType = 2;

    private readonly string path;
    private readonly IDiskFile file;
    private readonly ByteSink sink = new();
    private readonly Dictionary<DataSource, DataSource> sources = [];
    private readonly Dictionary<Schema, Schema> schemas = [];
    private readonly Dictionary<SeriesMetadata, SeriesMetadata> metadata = [];
    private byte[] lastSchemaBytes = [];
    private Schema? lastSchema;
    private long length;
    private bool isDirty;

    private Catalog(string path, IDiskFile file)
    {
        this.path = path;
        this.file = file;
    }

    /// <summary>Calls for every record: the series, its definition, null when it is deleted, and the version of it.</summary>
    public delegate void DefinitionHandler(int series, SeriesDefinition? definition, uint version);

    /// <summary>Number of the last record.</summary>
    public uint Version { get; private set; }

    /// <summary>What was found wrong, as a sentence, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Opens the catalogue of a store, or makes it.</summary>
    /// <exception cref="StoreFormatException">A record is damaged that others follow, or the file is of a newer version.</exception>
    public static Catalog Open(IDisk disk, string directory, DefinitionHandler onDefinition)
    {
        var path = Path.Combine(directory, "catalog");
        var file = disk.Open(path, create: true);
        var catalog = new Catalog(path, file);
        try
        {
            catalog.Load(onDefinition);
            return catalog;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Records a definition.</summary>
    /// <returns>The definition, sharing what others have too, and its version.</returns>
    /// <exception cref="IOException">The disk refuses; nothing is recorded.</exception>
    public (SeriesDefinition Definition, uint Version) Define(int series, SeriesDefinition definition)
    {
        definition = Shared(definition);
        sink.Clear();
        sink.Byte(DefineType);
        sink.Varint((ulong)series);
        sink.Text(definition.Name.Value);
        Write(definition.Source);
        Write(definition.Schema);
        Write(definition.Metadata);
        Append();
        return (definition, Version);
    }

    /// <summary>Records that a series is no more. Its number is not given again.</summary>
    /// <exception cref="IOException">The disk refuses; nothing is recorded.</exception>
    public void Delete(int series)
    {
        sink.Clear();
        sink.Byte(DeleteType);
        sink.Varint((ulong)series);
        Append();
    }

    /// <summary>Makes all records durable.</summary>
    public void Sync()
    {
        if (!isDirty)
            return;
        isDirty = false;
        try
        {
            file.Sync();
        }
        catch (IOException)
        {
            isDirty = true;
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void Append()
    {
        var record = new byte[RecordHeaderSize + sink.Length];
        sink.Written.CopyTo(record.AsSpan(RecordHeaderSize));
        BinaryPrimitives.WriteInt32LittleEndian(record, sink.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Checksum.Of(sink.Written, Version + 1));
        file.Write(record, length);
        length += record.Length;
        Version++;
        isDirty = true;
    }

    private void Load(DefinitionHandler onDefinition)
    {
        var bytes = new byte[file.Length];
        bytes = bytes[..file.ReadFully(bytes, 0)];
        if (bytes.Length < HeaderSize)
        {
            WriteHeader();
            return;
        }
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (magic != Magic)
            throw new StoreFormatException(path, 0, $"A catalogue begins with 0x{Magic:x8}; this file begins with 0x{magic:x8}.");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        if (version != FormatVersion)
            throw new StoreFormatException(path, 4, $"The catalogue is of version {version}; this program knows version {FormatVersion}.");

        var at = HeaderSize;
        while (TryRecord(bytes.AsSpan(at), out var payload))
        {
            Version++;
            Read(payload, onDefinition);
            at += RecordHeaderSize + payload.Length;
        }
        length = at;
        if (at == bytes.Length)
            return;
        for (var later = at + 1; later < bytes.Length; later++)
            if (IsRecordOfAnyVersion(bytes.AsSpan(later)))
                throw new StoreFormatException(path, at, $"Record {Version + 1} of the catalogue is damaged, and the one at byte {later} is whole.");
        Fault = $"{path}, byte {at}: the last record is torn and left out.";
        file.SetLength(at);
    }

    private bool TryRecord(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> payload) => TryRecord(bytes, Version + 1, out payload);

    private static bool TryRecord(ReadOnlySpan<byte> bytes, uint version, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (bytes.Length < RecordHeaderSize)
            return false;
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (size <= 0 || size > bytes.Length - RecordHeaderSize)
            return false;
        payload = bytes.Slice(RecordHeaderSize, size);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == Checksum.Of(payload, version);
    }

    // Any of the versions that could follow: a damaged length leaves few records out.
    private bool IsRecordOfAnyVersion(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < RecordHeaderSize || BinaryPrimitives.ReadInt32LittleEndian(bytes) is <= 0 or > 1 << 20)
            return false;
        for (var version = Version + 1; version < Version + 4; version++)
            if (TryRecord(bytes, version, out _))
                return true;
        return false;
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], FormatVersion);
        file.Write(header, 0);
        length = HeaderSize;
        isDirty = true;
    }

    private void Read(ReadOnlySpan<byte> payload, DefinitionHandler onDefinition)
    {
        var source = new ByteSource(payload);
        var type = source.Byte();
        var series = source.Count();
        if (type == DeleteType)
        {
            onDefinition(series, null, Version);
            return;
        }
        if (type != DefineType)
            throw new StoreFormatException(path, 0, $"Record {Version} of the catalogue is of type {type}, which this program does not know.");
        var name = SeriesName.Parse(source.Text());
        var definition = new SeriesDefinition(name, ReadSource(ref source), ReadSchema(ref source), ReadMetadata(ref source));
        onDefinition(series, Shared(definition), Version);
    }

    private void Write(DataSource source)
    {
        sink.Byte((byte)source.Type);
        sink.Double(source.Minimum);
        sink.Double(source.Maximum);
    }

    private static DataSource ReadSource(ref ByteSource source) =>
        new((DataSourceType)source.Byte(), source.Double(), source.Double());

    private void Write(Schema schema)
    {
        sink.Varint((ulong)schema.StepSeconds);
        sink.Varint((ulong)schema.HeartbeatSeconds);
        sink.Varint((ulong)schema.Archives.Length);
        foreach (var archive in schema.Archives)
        {
            sink.Byte((byte)archive.Function);
            sink.Varint((ulong)archive.StepsPerRow);
            sink.Varint((ulong)archive.Rows);
            sink.Double(archive.Xff);
        }
    }

    // Most series have the schema of the one before.
    private Schema ReadSchema(ref ByteSource source)
    {
        if (lastSchema is not null && source.Rest.StartsWith(lastSchemaBytes))
        {
            source.Skip(lastSchemaBytes.Length);
            return lastSchema;
        }
        var start = source.Rest;
        lastSchema = Shared(schemas, ReadNewSchema(ref source));
        lastSchemaBytes = start[..^source.Rest.Length].ToArray();
        return lastSchema;
    }

    private static Schema ReadNewSchema(ref ByteSource source)
    {
        var step = source.Count();
        var heartbeat = source.Count();
        var archives = new ArchiveDefinition[source.Count()];
        for (var i = 0; i < archives.Length; i++)
            archives[i] = new ArchiveDefinition((ConsolidationFunction)source.Byte(), source.Count(), source.Count(), source.Double());
        return new Schema(step, heartbeat, archives);
    }

    private void Write(SeriesMetadata metadata)
    {
        sink.Text(metadata.Unit);
        sink.Text(metadata.Label);
        sink.Varint((ulong)metadata.Attributes.Count);
        foreach (var (key, value) in metadata.Attributes)
        {
            sink.Text(key);
            sink.Text(value);
        }
    }

    private static SeriesMetadata ReadMetadata(ref ByteSource source)
    {
        var unit = source.Text();
        var label = source.Text();
        var count = source.Count();
        if (count == 0)
            return new SeriesMetadata(unit, label);
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>();
        for (; count > 0; count--)
            attributes[source.Text()] = source.Text();
        return new SeriesMetadata(unit, label, attributes.ToImmutable());
    }

    // Thousands of series have a handful of sources and schemas, and those without a label of metadata.
    private SeriesDefinition Shared(SeriesDefinition definition) => new(
        definition.Name, Shared(sources, definition.Source), Shared(schemas, definition.Schema), Shared(definition.Metadata));

    private SeriesMetadata Shared(SeriesMetadata own)
    {
        var common = Shared(metadata, new SeriesMetadata(own.Unit));
        return own == common ? common : own with { Unit = common.Unit };
    }

    private static T Shared<T>(Dictionary<T, T> known, T value) where T : notnull
    {
        if (known.TryGetValue(value, out var same))
            return same;
        known.Add(value, value);
        return value;
    }
}
