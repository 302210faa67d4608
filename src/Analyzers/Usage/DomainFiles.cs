using System.Text;

namespace Metrics.Analyzers.Usage;

/// <summary>Domains of this server as its mail server knows them: files with one on each line, such as Sendmail's <c>local-host-names</c>, qmail's <c>rcpthosts</c>
/// and <c>virtualdomains</c>, or the sources of Postfix's tables (postmap(1)). They are read again when they have changed.</summary>
/// <param name="paths">The files.</param>
internal sealed class DomainFiles(IReadOnlyList<string> paths)
{
    /// <summary>Longest file, in bytes.</summary>
    public const int MostBytes = 16 << 20;

    private static readonly char[] Ends = [' ', '\t', ':', '|', ','];

    private readonly Dictionary<string, DateTime> written = [];
    private readonly Dictionary<string, string> faults = [];

    /// <summary>What is wrong with them, as sentences.</summary>
    public IEnumerable<string> Faults => faults.Select(f => $"{f.Key}: {f.Value}");

    /// <summary>The domains of the files that have changed since the last time, in lower case.</summary>
    public List<string> Changed()
    {
        var domains = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                var file = new FileInfo(path);
                if (!file.Exists)
                    throw new FileNotFoundException("does not exist.");
                if (file.Length > MostBytes)
                    throw new IOException($"is longer than {MostBytes >> 20} MiB.");
                if (written.GetValueOrDefault(path) == file.LastWriteTimeUtc)
                    continue;
                domains.AddRange(File.ReadLines(path, Encoding.UTF8).Select(DomainOf).OfType<string>());
                written[path] = file.LastWriteTimeUtc;
                faults.Remove(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                faults[path] = e.Message;
            }
        }
        return domains;
    }

    // "example.org OK", "anna@example.org anna", "example.org:vmail", "# nothing".
    private static string? DomainOf(string line)
    {
        line = line.Trim();
        if (line.Length == 0 || line[0] is '#' or '!' or '.')
            return null;
        var end = line.IndexOfAny(Ends);
        var name = end < 0 ? line : line[..end];
        name = name[(name.LastIndexOf('@') + 1)..].ToLowerInvariant();
        return name.Contains('.') && Uri.CheckHostName(name) == UriHostNameType.Dns ? name : null;
    }
}
