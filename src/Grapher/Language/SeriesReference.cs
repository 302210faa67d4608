namespace Metrics.Grapher.Language;

/// <summary>What a DEF reads: a series of the store by its name, or a data source of an RRD file, which a reader maps to a series.</summary>
/// <param name="File">The RRD file, or empty.</param>
/// <param name="Name">The series, or the data source in the file.</param>
public readonly record struct SeriesReference(string File, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => File.Length == 0 ? Name : $"{File}:{Name}";
}
