namespace Metrics.RrdStore;

/// <summary>Another process has the store open; a store has one writer.</summary>
/// <param name="directory">The directory of the store.</param>
public sealed class StoreInUseException(string directory)
    : IOException($"The data directory {directory} is in use by another process.")
{
    /// <summary>The directory of the store.</summary>
    public string Directory { get; } = directory;
}
