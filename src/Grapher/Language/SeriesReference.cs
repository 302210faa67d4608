namespace Metrics.Grapher.Language;

/// <summary>What a DEF reads: a series of the store by its name, or a data source of an RRD file, which a reader maps to a
/// series.</summary>
/// <param name="File">The RRD file, or empty.</param>
/// <param name="Name">The series, or the data source in the file.</param>
public readonly record struct SeriesReference(string File, string Name)
{
    /// <summary>The name of the series in a store that has the file imported: the file's name without folders and <c>.rrd</c>, a dot,
    /// and the data source. <c>/var/lib/rrd/net.eth0.rrd:in</c> is <c>net.eth0.in</c>.</summary>
    public string StoreName => File.Length == 0
        ? Name
        : $"{File[(File.LastIndexOf('/') + 1)..].Replace(".rrd", "", StringComparison.Ordinal)}.{Name}";

    /// <inheritdoc/>
    public override string ToString() => File.Length == 0 ? Name : $"{File}:{Name}";
}
