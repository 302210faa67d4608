namespace Metrics.Actions.MailServers;

/// <summary>How many messages a queue has.</summary>
/// <param name="All">All of them; NaN when it cannot be said.</param>
/// <param name="New">Those that should be tried now: of others it is known that they have to wait.</param>
public readonly record struct QueueLength(double All, double New)
{
    /// <summary>It cannot be said.</summary>
    public static QueueLength Unknown => new(double.NaN, double.NaN);

    /// <summary>A number as it goes through JSON, which has no NaN.</summary>
    internal static double? Known(double value) => double.IsNaN(value) ? null : value;

    /// <summary>Files in directories and all below them; unknown when one cannot be read.</summary>
    internal static double Files(IEnumerable<string> directories, Func<FileInfo, bool>? isCounted = null)
    {
        const int most = 5_000_000;
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        try
        {
            return directories.Sum(directory => isCounted is null
                ? Directory.EnumerateFiles(directory, "*", options).Take(most).LongCount()
                : new DirectoryInfo(directory).EnumerateFiles("*", options).Take(most).LongCount(isCounted));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A directory that goes while it is looked at: it is looked at again soon.
            return double.NaN;
        }
    }
}
