namespace Metrics.RrdStore.Storage;

/// <summary>Looks for data that a store has although its catalogue has no series: nobody could tell whose it is, and a new store over it
/// would take it for garbage.</summary>
internal static class LeftData
{
    /// <summary>A file with data, or null.</summary>
    /// <param name="directory">The directory of the store.</param>
    /// <param name="withLog">Whether segments of the log count too.</param>
    /// <exception cref="IOException">A directory or file cannot be read.</exception>
    public static string? Find(string directory, bool withLog) =>
        Files(Path.Combine(directory, "rows"), "*.rows").FirstOrDefault(path => new FileInfo(path).Length > 0)
        ?? (withLog ? Files(Path.Combine(directory, "log"), "*.log").FirstOrDefault(HasHead) : null);

    /// <summary>What to say of it.</summary>
    /// <param name="catalog">Path of the catalogue.</param>
    /// <param name="data">The file that was found.</param>
    public static StoreFormatException Fault(string catalog, string data) => new(catalog, 0,
        $"The catalogue has no series, but there is data in {data}. Nothing was changed. Bring the catalogue back from a backup, or move the "
        + "directories rows and log away to begin anew.");

    private static IEnumerable<string> Files(string directory, string pattern) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, pattern, SearchOption.AllDirectories) : [];

    // A segment that was never begun is zeros.
    private static bool HasHead(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[LogSegment.HeaderSize];
        return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)].ContainsAnyExcept((byte)0);
    }
}
