namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>Debian's exim4, unpacked by ./test below the checkout.</summary>
internal static class UnpackedExim
{
    /// <summary>The mail server.</summary>
    public static string Program => Find("usr/sbin/exim4");

    /// <summary>Its reader of logs.</summary>
    public static string EximStats => Find("usr/sbin/eximstats");

    private static string Find(string file)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, "artifacts/exim4", file);
            if (File.Exists(path))
                return path;
        }
        throw new InvalidOperationException($"The test needs artifacts/exim4/{file} in the checkout; ./test unpacks it of Debian's exim4-base and exim4-daemon-light.");
    }
}
