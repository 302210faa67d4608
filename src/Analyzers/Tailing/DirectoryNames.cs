namespace Metrics.Analyzers.Tailing;

/// <summary>The names of the files in a directory, looked through once for all logs in it as long as none comes, goes or is renamed: of thousands of logs that are
/// rotated together each would look through tens of thousands of names.</summary>
/// <remarks>Keeps those of the directory that was asked for last. Not for several threads.</remarks>
internal sealed class DirectoryNames
{
    /// <summary>File systems tell the time of a change in ticks, of 2 s at most: shortly after a change there may be another one with the same time.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private string directory = "";
    private string[] names = [];
    private DateTime changed;
    private bool isSettled;

    /// <summary>The names that begin with a text, in the order of their characters.</summary>
    /// <param name="wanted">The directory.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">The directory cannot be looked through.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public ReadOnlySpan<string> BeginningWith(string wanted, string text)
    {
        Look(wanted);
        var first = Array.BinarySearch(names, text, StringComparer.Ordinal);
        if (first < 0)
            first = ~first;
        var end = first;
        while (end < names.Length && names[end].StartsWith(text, StringComparison.Ordinal))
            end++;
        return names.AsSpan(first, end - first);
    }

    private void Look(string wanted)
    {
        var at = Directory.GetLastWriteTimeUtc(wanted);
        if (isSettled && wanted == directory && at == changed)
            return;
        directory = "";
        // The kernel's clock tells the time of a change, whatever clock logs are followed by.
        (changed, isSettled) = (at, TimeProvider.System.GetUtcNow().UtcDateTime - at > Settled);
        names = [.. Directory.EnumerateFiles(wanted).Select(path => Path.GetFileName(path))];
        Array.Sort(names, StringComparer.Ordinal);
        directory = wanted;
    }
}
