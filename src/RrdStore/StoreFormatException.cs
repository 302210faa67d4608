namespace Metrics.RrdStore;

/// <summary>A file of a store is damaged or of a version this program does not know.</summary>
/// <param name="path">The file.</param>
/// <param name="offset">Where in it, in bytes from its start.</param>
/// <param name="problem">What was expected and what was found, as one sentence.</param>
public sealed class StoreFormatException(string path, long offset, string problem)
    : IOException($"{path}, byte {offset}: {problem}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Where in it, in bytes from its start.</summary>
    public long Offset { get; } = offset;
}
