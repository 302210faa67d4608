namespace Metrics.RrdStore;

/// <summary>A store cannot be written, so that it can only be looked at: <see cref="RoundRobinStore.OpenToRead"/>.</summary>
/// <param name="directory">The directory of the store.</param>
/// <param name="reason">Why, as a sentence.</param>
/// <param name="inner">What the system said.</param>
public sealed class StoreReadOnlyException(string directory, string reason, Exception? inner = null)
    : IOException($"The store in {directory} can be read only: {reason}", inner)
{
    /// <summary>The directory of the store.</summary>
    public string Directory { get; } = directory;

    /// <summary>Why it cannot be written, as a sentence.</summary>
    public string Reason { get; } = reason;
}
