namespace Metrics.Analyzers.Tailing;

/// <summary>Finds the domain that a log is of in its path, as hosting servers have it: a directory named like the domain, or the file's name.</summary>
internal static class LogDomain
{
    private static readonly string[] FileEndings = ["", ".log", ".access", "-access", "_access", ".access.log", "-access.log", "_access.log", "_log", "-ssl.log", "-ssl_access.log"];

    /// <summary>The domain of a log: the configured one, or that of its path; null when the lines say of which they are.</summary>
    /// <param name="settings">The setting that names the log.</param>
    /// <param name="path">Its path.</param>
    /// <param name="domains">The domains there are, in lower case.</param>
    public static string? Of(LogSettings settings, string path, IReadOnlyCollection<string> domains) =>
        settings.Domain ?? (settings.Format == "vhost_combined" ? null : Of(path, domains));

    /// <summary>The domain that a path names; null when it names none.</summary>
    /// <param name="path">The path: <c>/var/log/vhosts/example.org/access.log</c>, <c>/var/log/nginx/www.example.org-access.log</c>.</param>
    /// <param name="domains">The domains there are, in lower case. The name nearest to the file counts.</param>
    public static string? Of(string path, IReadOnlyCollection<string> domains)
    {
        var names = path.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = names.Length - 1; i >= 0; i--)
        {
            var name = names[i].StartsWith("www.", StringComparison.Ordinal) ? names[i][4..] : names[i];
            var (isFile, whole) = (i == names.Length - 1, names[i]);
            if (domains.FirstOrDefault(domain => Names(name, domain, isFile) || Names(whole, domain, isFile)) is { } found)
                return found;
        }
        return null;
    }

    private static bool Names(string name, string domain, bool isFile) =>
        name.StartsWith(domain, StringComparison.Ordinal)
        && (name.Length == domain.Length || (isFile && FileEndings.Contains(name[domain.Length..])));
}
