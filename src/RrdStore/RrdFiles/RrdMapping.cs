using System.Collections.Immutable;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Maps a database to series: each data source becomes one series with all the archives a store can keep.</summary>
/// <remarks>The other way is <see cref="RrdExporter"/>.</remarks>
public static class RrdMapping
{
    /// <summary>Attribute for the expression of a COMPUTE data source whose series a store cannot compute.</summary>
    public const string ExpressionAttribute = "expression";

    private const double LargestXff = 1 - 1.0 / (1L << 53);

    /// <summary>The beginning of the series names of a file: <c>router1/eth0.rrd</c> gives <c>router1.eth0</c>.</summary>
    /// <param name="relativePath">The file below the directory that is imported.</param>
    public static string PrefixOf(string relativePath)
    {
        var isNamed = Path.GetExtension(relativePath).ToLowerInvariant() is ".rrd" or ".xml";
        return (isNamed ? relativePath[..^".rrd".Length] : relativePath).Trim('/').Replace('/', '.');
    }

    /// <summary>Maps a database.</summary>
    /// <param name="file">The database.</param>
    /// <param name="prefix">What the series names begin with; a dot and the name of the data source follow.</param>
    public static RrdImport ToSeries(RrdFile file, string prefix)
    {
        var notes = ImmutableArray.CreateBuilder<RrdNote>();
        var series = ImmutableArray.CreateBuilder<ImportedSeries>();
        if (file.StepSeconds > 86_400)
        {
            notes.Add(new(RrdOutcome.LeftOut, prefix, $"a step of {file.StepSeconds} s is longer than the 86,400 s that a store takes"));
            return new([], notes.DrainToImmutable(), []);
        }
        var archives = Archives(file, notes);
        if (archives.IsEmpty)
            return new([], notes.DrainToImmutable(), []);
        var taken = new HashSet<SeriesName>();
        string[] names = [.. file.DataSources.Select(source => NameOf(prefix, source))];
        for (var i = 0; i < file.DataSources.Length; i++)
            if (Series(file, i, prefix, archives, taken, names, notes) is { } one)
                series.Add(one);
        return new(series.DrainToImmutable(), notes.DrainToImmutable(), [.. archives.Select(archive => SubjectOf(file, archive.Index))]);
    }

    // The archives a store can keep: their index in the file and what is declared of them.
    private static ImmutableArray<(int Index, ArchiveDefinition Definition)> Archives(RrdFile file, ImmutableArray<RrdNote>.Builder notes)
    {
        var longest = Enumerable.Range(0, file.Archives.Length)
            .Where(i => SpanFault(file, file.Archives[i]) is null)
            .GroupBy(i => (file.Archives[i].Function, file.Archives[i].StepsPerRow))
            .ToDictionary(group => group.Key, group => group.MaxBy(i => file.Archives[i].Rows));
        var kept = ImmutableArray.CreateBuilder<(int Index, ArchiveDefinition Definition)>();
        for (var i = 0; i < file.Archives.Length; i++)
        {
            var archive = file.Archives[i];
            var subject = SubjectOf(file, i);
            if (FunctionOf(archive.Function) is not { } function)
                notes.Add(new(RrdOutcome.LeftOut, subject, $"a store does not consolidate by {archive.Function}"));
            else if (SpanFault(file, archive) is { } fault)
                notes.Add(new(RrdOutcome.LeftOut, subject, fault));
            else if (longest[(archive.Function, archive.StepsPerRow)] is var other && other != i)
                notes.Add(new(RrdOutcome.LeftOut, subject, $"archive {other} keeps the same for at least as long"));
            else
                kept.Add((i, new(function, archive.StepsPerRow, archive.Rows, Xff(archive, subject, notes))));
        }
        return kept.DrainToImmutable();
    }

    private static string SubjectOf(RrdFile file, int archive) =>
        $"archive {archive} ({file.Archives[archive].Function}, {file.Archives[archive].Rows} rows of {file.RowSeconds(file.Archives[archive])} s)";

    private static string? SpanFault(RrdFile file, RrdArchive archive) =>
        archive.Rows > RrdLimits.RowSeconds / file.RowSeconds(archive) ? "it spans more than 1,000 years"
        : archive.StepsPerRow > ArchiveDefinition.MaximumStepsPerRow || file.RowSeconds(archive) > int.MaxValue ? "its rows are longer than those of a store"
        : null;

    private static double Xff(RrdArchive archive, string subject, ImmutableArray<RrdNote>.Builder notes)
    {
        var xff = archive.Parameters.Number(RrdFields.Xff);
        if (xff is >= 0 and < 1)
        {
            notes.Add(new(RrdOutcome.Mapped, subject, $"kept with xff {xff}"));
            return xff;
        }
        // RRDtool compares with it as it is: where it is 1 or NaN, one known point makes a row known, as just below 1.
        var nearest = xff < 0 ? 0 : LargestXff;
        notes.Add(new(RrdOutcome.Changed, subject, $"kept with xff {nearest} instead of {RrdText.Of(xff)}, which a store does not take"));
        return nearest;
    }

    private static ImportedSeries? Series(
        RrdFile file, int index, string prefix, ImmutableArray<(int Index, ArchiveDefinition Definition)> archives,
        HashSet<SeriesName> taken, string[] names, ImmutableArray<RrdNote>.Builder notes)
    {
        var source = file.DataSources[index];
        var subject = $"data source {source.Name} ({source.Type})";
        if (TypeOf(source.Type) is not { } type)
        {
            notes.Add(new(RrdOutcome.LeftOut, subject, $"a store has no data source type {source.Type}"));
            return null;
        }
        if (!SeriesName.TryParse(names[index], out var name, out var fault))
        {
            notes.Add(new(RrdOutcome.LeftOut, subject, fault!));
            return null;
        }
        if (!taken.Add(name))
        {
            notes.Add(new(RrdOutcome.LeftOut, subject, $"the file has a data source {source.Name} before it"));
            return null;
        }
        notes.Add(new(RrdOutcome.Mapped, subject, $"series {name}"));
        var heartbeat = Heartbeat(source, file, subject, notes);
        var schema = new Schema((int)file.StepSeconds, heartbeat, [.. archives.Select(archive => archive.Definition)]);
        var kept = source.IsComputed ? Computed(source, names, subject, notes) : DataSourceOf(source, type, subject, notes);
        var definition = new SeriesDefinition(name, kept, schema, new SeriesMetadata("1", source.Name));
        return new(definition, Last(file, source, type), OpenPoint(file, source, subject, notes),
            [.. archives.Select(archive => Archive(file, archive.Index, index, archive.Definition))]);
    }

    // A computed point is as fresh as those it is computed from; RRDtool keeps no heartbeat for it.
    private static int Heartbeat(RrdDataSource source, RrdFile file, string subject, ImmutableArray<RrdNote>.Builder notes)
    {
        if (source.IsComputed)
            return (int)file.StepSeconds;
        if (source.HeartbeatSeconds is >= 1 and <= int.MaxValue)
            return (int)source.HeartbeatSeconds;
        var nearest = source.HeartbeatSeconds == 0 ? 1 : int.MaxValue;
        notes.Add(new(RrdOutcome.Changed, subject, $"its heartbeat of {source.HeartbeatSeconds} s became {nearest} s"));
        return nearest;
    }

    private static DataSource DataSourceOf(RrdDataSource source, DataSourceType type, string subject, ImmutableArray<RrdNote>.Builder notes)
    {
        var minimum = double.IsFinite(source.Minimum) ? source.Minimum : double.NaN;
        var maximum = double.IsFinite(source.Maximum) ? source.Maximum : double.NaN;
        if (!(minimum >= maximum))
            return new(type, minimum, maximum);
        notes.Add(new(RrdOutcome.Changed, subject, $"its limits, {minimum} and {maximum}, contradict each other and were dropped"));
        return new(type);
    }

    private static DataSource Computed(RrdDataSource source, string[] names, string subject, ImmutableArray<RrdNote>.Builder notes)
    {
        var expression = RrdExpression.ToText(source.Expression, names);
        notes.Add(new(RrdOutcome.Mapped, subject, $"computed by {expression}"));
        return new(DataSourceType.Compute, Expression: expression);
    }

    // Computed points are there or not; none is ever open.
    private static Reading Last(RrdFile file, RrdDataSource source, DataSourceType type) => source.IsComputed
        ? Reading.Unknown(default, (file.LastUnixSeconds - file.LastUnixSeconds % file.StepSeconds) * 1_000_000)
        : RrdReading.Parse(source, type, file);

    private static string NameOf(string prefix, RrdDataSource source) => prefix.Length == 0 ? source.Name : $"{prefix}.{source.Name}";

    private static ImportedPoint OpenPoint(RrdFile file, RrdDataSource source, string subject, ImmutableArray<RrdNote>.Builder notes)
    {
        if (source.IsComputed)
            return new(double.NaN, 0);
        var elapsed = file.LastUnixSeconds % file.StepSeconds;
        if (source.UnknownSeconds <= (ulong)elapsed)
            return new(source.PointSum, source.UnknownSeconds);
        notes.Add(new(RrdOutcome.Changed, subject,
            $"{source.UnknownSeconds} unknown seconds of the open point became the {elapsed} s that it has lasted"));
        return new(source.PointSum, elapsed);
    }

    private static ImportedArchive Archive(RrdFile file, int index, int dataSource, ArchiveDefinition definition)
    {
        var archive = file.Archives[index];
        // What a young database has not filled yet is unknown anyway.
        var first = 0;
        while (first < archive.Rows && double.IsNaN(archive[first, dataSource]))
            first++;
        var rows = ImmutableArray.CreateBuilder<double>(archive.Rows - first);
        for (var row = first; row < archive.Rows; row++)
            rows.Add(archive[row, dataSource]);
        return new(definition, file.EndSeconds(archive), rows.DrainToImmutable(),
            OpenValue(archive, dataSource), OpenUnknown(file, archive, dataSource));
    }

    // After each row RRDtool begins a minimum with +inf and a maximum with -inf; of a row that is one step nothing is ever open.
    private static double OpenValue(RrdArchive archive, int dataSource)
    {
        var value = archive.Open[dataSource].Number(RrdFields.Value);
        return archive.StepsPerRow > 1 && double.IsFinite(value) ? value : double.NaN;
    }

    private static int OpenUnknown(RrdFile file, RrdArchive archive, int dataSource)
    {
        var closed = (file.LastUnixSeconds - file.EndSeconds(archive)) / file.StepSeconds;
        return (int)Math.Min(archive.Open[dataSource].Count(RrdFields.UnknownPoints), (ulong)closed);
    }

    private static ConsolidationFunction? FunctionOf(string function) => function switch
    {
        "AVERAGE" => ConsolidationFunction.Average,
        "MIN" => ConsolidationFunction.Minimum,
        "MAX" => ConsolidationFunction.Maximum,
        "LAST" => ConsolidationFunction.Last,
        _ => null,
    };

    private static DataSourceType? TypeOf(string type) => type switch
    {
        "GAUGE" => DataSourceType.Gauge,
        "COUNTER" => DataSourceType.Counter,
        "DERIVE" => DataSourceType.Derive,
        "ABSOLUTE" => DataSourceType.Absolute,
        "DCOUNTER" => DataSourceType.DCounter,
        "DDERIVE" => DataSourceType.DDerive,
        RrdDataSource.Compute => DataSourceType.Compute,
        _ => null,
    };
}
