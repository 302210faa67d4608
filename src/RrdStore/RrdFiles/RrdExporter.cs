using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Maps series to databases, the other way of <see cref="RrdMapping"/>.</summary>
public static class RrdExporter
{
    /// <summary>Maps series to as few databases as can hold them: a database has one step, one list of archives and one time of the
    /// last update for all its data sources. Computed series go where all are that they use, after them.</summary>
    /// <param name="series">The series; their order is kept, but for computed ones.</param>
    public static ImmutableArray<RrdExport> ToFiles(IEnumerable<ImportedSeries> series)
    {
        ImportedSeries[] all = [.. series];
        var files = all.Where(one => !IsComputed(one)).GroupBy(SharedOf).Select(group => group.ToList()).ToList();
        var computed = all.Where(IsComputed).ToList();
        // One that uses another is placed after it.
        while (computed.RemoveAll(one => TryPlace(one, files)) > 0)
        {
        }
        return [.. files.Concat(computed.Select(one => new List<ImportedSeries> { one })).Select(file => ToFile([.. file]))];
    }

    /// <summary>Maps series to one database.</summary>
    /// <param name="series">At least one; all of the same step, archives and time of the last reading, that of a computed one being the last
    /// step closed. One that is computed from others comes after them.</param>
    /// <exception cref="ArgumentException">There is none, or two of them differ in these.</exception>
    public static RrdExport ToFile(ImmutableArray<ImportedSeries> series)
    {
        if (series.IsDefaultOrEmpty)
            throw new ArgumentException("A database needs at least one series.", nameof(series));
        foreach (var one in series)
            if (Difference(series[0], one) is { } difference)
                throw new ArgumentException(
                    $"{series[0].Definition.Name} and {one.Definition.Name} cannot share a database: they differ in {difference}.",
                    nameof(series));
        var bytes = series[0].Definition.Schema.Archives.Sum(archive => (long)archive.Rows) * series.Length * RrdLayout.CellBytes;
        if (bytes > RrdLimits.FileBytes)
            throw new ArgumentException(
                $"The rows of {series.Length} series take {bytes} bytes; a database takes {RrdLimits.FileBytes}.", nameof(series));
        var notes = ImmutableArray.CreateBuilder<RrdNote>();
        var sources = DataSources(series, notes);
        var schema = series[0].Definition.Schema;
        var (seconds, microseconds) = Math.DivRem(series[0].Last.UnixMicroseconds, 1_000_000);
        var archives = schema.Archives.Select((definition, i) => Archive(definition, series, i, seconds, schema.StepSeconds));
        var file = new RrdFile(3, schema.StepSeconds, seconds, (int)microseconds, sources, [.. archives]);
        return new(file with { Version = RrdWriter.VersionOf(file) }, notes.DrainToImmutable());
    }

    private static bool IsComputed(ImportedSeries series) => series.Definition.Source.Type == DataSourceType.Compute;

    private static bool TryPlace(ImportedSeries computed, List<List<ImportedSeries>> files)
    {
        foreach (var file in files)
            if (Difference(file[0], computed) is null
                && RrdExpression.TryParse(computed.Definition.Source.Expression ?? "", IndexesOf(file), out _, out _))
            {
                file.Add(computed);
                return true;
            }
        return false;
    }

    private static Dictionary<string, int> IndexesOf(IEnumerable<ImportedSeries> series) =>
        series.Select((one, i) => (one.Definition.Name.Value, i)).ToDictionary(pair => pair.Value, pair => pair.i);

    private static Shared SharedOf(ImportedSeries series) =>
        new(series.Definition.Schema.StepSeconds, series.Last.UnixMicroseconds, new(series.Definition.Schema.Archives));

    private static string? Difference(ImportedSeries first, ImportedSeries other) =>
        first.Definition.Schema.StepSeconds != other.Definition.Schema.StepSeconds ? "their step"
        : !first.Definition.Schema.Archives.AsSpan().SequenceEqual(other.Definition.Schema.Archives.AsSpan()) ? "their archives"
        : other.Archives.Length != other.Definition.Schema.Archives.Length ? "the archives they have and those they declare"
        : LastOf(first, other) != other.Last.UnixMicroseconds ? "the time of their last reading"
        : null;

    // Where the last reading of one has to be that shares a database with another.
    private static long LastOf(ImportedSeries first, ImportedSeries other)
    {
        var last = first.Last.UnixMicroseconds;
        return IsComputed(other) ? last - last % (first.Definition.Schema.StepSeconds * 1_000_000L) : last;
    }

    private static ImmutableArray<RrdDataSource> DataSources(ImmutableArray<ImportedSeries> series, ImmutableArray<RrdNote>.Builder notes)
    {
        var sources = ImmutableArray.CreateBuilder<RrdDataSource>(series.Length);
        var indexes = new Dictionary<string, int>();
        var earlier = new Dictionary<string, int>();
        foreach (var (definition, last, point, _) in series)
        {
            var name = RrdNames.Of(definition.Name, indexes);
            notes.Add(new(RrdOutcome.Mapped, definition.Name.Value, $"data source {name}"));
            var expression = Expression(definition, earlier, notes);
            var type = definition.Source.Type == DataSourceType.Compute && expression.IsEmpty
                ? DataSourceType.Gauge
                : definition.Source.Type;
            sources.Add(new(name, NameOf(type), type == DataSourceType.Compute ? 0 : (ulong)definition.Schema.HeartbeatSeconds,
                definition.Source.Minimum, definition.Source.Maximum, expression, RrdReading.ToText(last, type),
                point.Sum, (ulong)Math.Max(0, point.UnknownSeconds)));
            indexes.Add(name, indexes.Count);
            earlier.TryAdd(definition.Name.Value, earlier.Count);
        }
        return sources.DrainToImmutable();
    }

    private static ImmutableArray<RrdOperation> Expression(
        SeriesDefinition definition, Dictionary<string, int> earlier, ImmutableArray<RrdNote>.Builder notes)
    {
        if (definition.Source.Type != DataSourceType.Compute)
            return [];
        if (RrdExpression.TryParse(definition.Source.Expression ?? "", earlier, out var expression, out var fault))
            return expression;
        notes.Add(new(RrdOutcome.Changed, definition.Name.Value, $"a GAUGE, because its expression cannot be written. {fault}"));
        return [];
    }

    private static RrdArchive Archive(
        ArchiveDefinition definition, ImmutableArray<ImportedSeries> series, int index, long lastSeconds, int stepSeconds)
    {
        var rowSeconds = (long)definition.StepsPerRow * stepSeconds;
        var end = lastSeconds - lastSeconds % rowSeconds;
        var values = new double[definition.Rows * series.Length];
        values.AsSpan().Fill(double.NaN);
        var open = new RrdCells[series.Length];
        for (var i = 0; i < series.Length; i++)
        {
            var archive = series[i].Archives[index];
            if (archive.EndSeconds != end || archive.Rows.Length > definition.Rows)
                throw new ArgumentException(
                    $"{series[i].Definition.Name}, {definition}: {archive.Rows.Length} rows end at {archive.EndSeconds}; "
                    + $"at most {definition.Rows} until {end} are expected.",
                    nameof(series));
            var first = definition.Rows - archive.Rows.Length;
            for (var row = 0; row < archive.Rows.Length; row++)
                values[(first + row) * series.Length + i] = archive.Rows[row];
            open[i].Set(RrdFields.Value, archive.OpenValue);
            open[i].Set(RrdFields.UnknownPoints, (ulong)archive.OpenUnknown);
        }
        var parameters = new RrdCells();
        parameters.Set(RrdFields.Xff, definition.Xff);
        return new(NameOf(definition.Function), definition.StepsPerRow, parameters, ImmutableCollectionsMarshal.AsImmutableArray(open),
            definition.Rows, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    private static string NameOf(ConsolidationFunction function) => function switch
    {
        ConsolidationFunction.Average => "AVERAGE",
        ConsolidationFunction.Minimum => "MIN",
        ConsolidationFunction.Maximum => "MAX",
        _ => "LAST",
    };

    private static string NameOf(DataSourceType type) => type.ToString().ToUpperInvariant();

    /// <summary>What all data sources of a database have in common.</summary>
    private readonly record struct Shared(int StepSeconds, long LastUnixMicroseconds, ArchiveList Archives);

    /// <summary>Archives, equal when each is.</summary>
    private readonly record struct ArchiveList(ImmutableArray<ArchiveDefinition> Archives)
    {
        public bool Equals(ArchiveList other) => Archives.AsSpan().SequenceEqual(other.Archives.AsSpan());

        public override int GetHashCode() => Archives.Aggregate(0, HashCode.Combine);
    }
}
