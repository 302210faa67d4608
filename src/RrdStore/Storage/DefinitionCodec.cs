using System.Collections.Immutable;

namespace Metrics.RrdStore.Storage;

/// <summary>Definitions as bytes of a record of the catalogue. What many have in common is in memory once: thousands of series have a handful of
/// sources and schemas, and those without a label of metadata.</summary>
internal sealed class DefinitionCodec
{
    private const int VarintBytes = 5;

    private readonly Dictionary<DataSource, DataSource> sources = [];
    private readonly Dictionary<Schema, Schema> schemas = [];
    private readonly Dictionary<SeriesMetadata, SeriesMetadata> metadata = [];
    private byte[] lastSchemaBytes = [];
    private Schema? lastSchema;

    /// <summary>Bytes that a definition takes at most, its metadata and expression not counted.</summary>
    public static int MostBytesOf(Schema schema) =>
        VarintBytes + SeriesName.MaximumBytes + 1 + 2 * sizeof(double)
        + 3 * VarintBytes + schema.Archives.Length * (1 + 2 * VarintBytes + sizeof(double));

    /// <summary>Writes a definition.</summary>
    public static void Write(ByteSink sink, SeriesDefinition definition)
    {
        sink.Text(definition.Name.Value);
        Write(sink, definition.Source);
        Write(sink, definition.Schema);
        Write(sink, definition.Metadata);
        if (definition.Source.Type == DataSourceType.Compute)
            sink.Text(definition.Source.Expression!);
    }

    /// <summary>Writes what was declared of a series.</summary>
    public static void Write(ByteSink sink, SeriesDeclaration declared)
    {
        Write(sink, declared.Source);
        Write(sink, declared.Schema);
    }

    /// <summary>Reads what was declared of a series, sharing what others have too.</summary>
    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    public SeriesDeclaration ReadDeclaration(ref ByteSource source) => Shared(new SeriesDeclaration(ReadSource(ref source), ReadSchema(ref source)))!;

    /// <summary>Reads a definition, sharing what others have too.</summary>
    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    public SeriesDefinition Read(ref ByteSource source)
    {
        var name = SeriesName.Parse(source.Text());
        var origin = ReadSource(ref source);
        var schema = ReadSchema(ref source);
        var own = Shared(ReadMetadata(ref source));
        if (origin.Type == DataSourceType.Compute)
            origin = new DataSource(DataSourceType.Compute, Expression: source.Text());
        return new SeriesDefinition(name, Shared(sources, origin), schema, own);
    }

    /// <summary>The same definition, sharing what others have too.</summary>
    public SeriesDefinition Shared(SeriesDefinition definition) => new(
        definition.Name, Shared(sources, definition.Source), Shared(schemas, definition.Schema), Shared(definition.Metadata));

    /// <summary>The same declaration, sharing what others have too.</summary>
    public SeriesDeclaration? Shared(SeriesDeclaration? declared) =>
        declared is null ? null : new SeriesDeclaration(Shared(sources, declared.Source), Shared(schemas, declared.Schema));

    private static void Write(ByteSink sink, DataSource source)
    {
        sink.Byte((byte)source.Type);
        sink.Double(source.Minimum);
        sink.Double(source.Maximum);
    }

    private static DataSource ReadSource(ref ByteSource source) =>
        new((DataSourceType)source.Byte(), source.Double(), source.Double());

    private static void Write(ByteSink sink, Schema schema)
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

    private static void Write(ByteSink sink, SeriesMetadata metadata)
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
