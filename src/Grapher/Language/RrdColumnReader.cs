using Metrics.RrdStore;
using Metrics.RrdStore.RrdFiles;

namespace Metrics.Grapher.Language;

/// <summary>Reads columns from files of RRDtool, which are taken into memory, and all others from somewhere else.</summary>
public sealed class RrdColumnReader : IColumnReader
{
    private readonly Dictionary<string, ImportedSeries> files = new(StringComparer.Ordinal);
    private readonly IColumnReader? others;

    private RrdColumnReader(IColumnReader? others) => this.others = others;

    /// <summary>Reads files.</summary>
    /// <param name="paths">Databases or dumps of them.</param>
    /// <param name="others">Where series come from that are in no file; null when there are none.</param>
    /// <exception cref="StoreFormatException">A file is no database, or is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RrdColumnReader Read(IEnumerable<string> paths, IColumnReader? others)
    {
        const string prefix = "file";
        var reader = new RrdColumnReader(others);
        foreach (var path in paths)
            foreach (var one in RrdMapping.ToSeries(RrdFile.Read(path), prefix).Series)
                reader.files[NameOf(path, one.Definition.Name.Value[(prefix.Length + 1)..])] = one;
        return reader;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Names => files.Keys.Concat(others?.Names ?? []);

    /// <inheritdoc/>
    public string NameOf(SeriesReference reference) =>
        NameOf(reference.File, reference.Name) is var name && (files.ContainsKey(name) || others is null) ? name : others.NameOf(reference);

    /// <inheritdoc/>
    public Rows? Resolve(string series, ConsolidationFunction function, TimeRange range, int resolutionSeconds) =>
        files.TryGetValue(series, out var one)
            ? Rounded(one.Resolve(function, range, resolutionSeconds), range)
            : others?.Resolve(series, function, range, resolutionSeconds);

    /// <inheritdoc/>
    public void Fetch(string series, ConsolidationFunction function, Rows rows, Span<double> destination)
    {
        if (files.TryGetValue(series, out var one))
            one.Fetch(function, rows, destination);
        else
            others!.Fetch(series, function, rows, destination);
    }

    /// <summary>As RRDtool rounds an end outwards: one that is aligned gains a row, rrd_fetch.c.</summary>
    private static Rows Rounded(Rows rows, TimeRange range) =>
        range.EndSeconds == rows.EndSeconds ? rows with { Count = rows.Count + 1 } : rows;

    private static string NameOf(string file, string source) => $"{file}:{source}";
}
