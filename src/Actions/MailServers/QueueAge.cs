namespace Metrics.Actions.MailServers;

/// <summary>What in a queue should be tried now, where the files do not say it.</summary>
internal static class QueueAge
{
    /// <summary>Mail servers try a message at once, and then less and less often.</summary>
    private static readonly TimeSpan New = TimeSpan.FromHours(1);

    /// <summary>Whether a file was written within the last hour.</summary>
    /// <remarks>The times of files are those of the system's clock.</remarks>
    public static bool IsNew(FileInfo file) => file.LastWriteTimeUtc > TimeProvider.System.GetUtcNow().UtcDateTime - New;
}
