namespace Metrics.Analyzers.Tailing;

/// <summary>Which settings have which logs, so that a log that two of them name, or two patterns match, is read once. What is named comes before what is
/// matched, and of the same kind the first one.</summary>
/// <param name="settings">The settings.</param>
internal sealed class TakenLogs(IEnumerable<LogSettings> settings)
{
    private readonly HashSet<string> named = [.. settings.Select(s => s.Path)];
    private readonly Dictionary<string, LogSettings> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<FileIdentity, LogSettings> byFile = [];
    private readonly List<LogGroup> groups = [];

    /// <summary>Whether a file is a log of its own: a setting names it, or it is being read.</summary>
    public bool Has(string path, FileIdentity file) =>
        named.Contains(path) || groups.Exists(group => group.Logs.OfType<FollowedLog>().Any(log => log.Files.Contains(file)));

    /// <summary>Takes the log that a setting names.</summary>
    /// <returns>The setting that has it already, by this or another name; null when it is this one's.</returns>
    public LogSettings? Take(LogSettings settings)
    {
        if (byPath.TryGetValue(settings.Path, out var known))
            return known;
        byPath[settings.Path] = settings;
        try
        {
            if (FileIdentity.TryOf(settings.Path, out var file) && !byFile.TryAdd(file, settings))
                return byFile[file];
        }
        catch (IOException)
        {
            // Who follows it says what it is.
        }
        return null;
    }

    /// <summary>Logs of a group are asked for from now on.</summary>
    public void Add(LogGroup group) => groups.Add(group);

    /// <summary>The logs that others than a group have.</summary>
    public IEnumerable<IFollowed> Of(LogGroup asking) => groups.Where(group => group != asking).SelectMany(group => group.Logs);
}
