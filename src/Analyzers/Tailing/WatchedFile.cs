namespace Metrics.Analyzers.Tailing;

/// <summary>A file that <see cref="WriteWatch"/> hears of.</summary>
/// <param name="id">The kernel's number of the watch.</param>
internal sealed class WatchedFile(int id)
{
    /// <summary>The kernel's number of the watch.</summary>
    public int Id => id;

    /// <summary>Another number after each write that was heard of.</summary>
    public long Writes { get; set; }

    /// <summary>How many follow it.</summary>
    public int Users { get; set; }
}
