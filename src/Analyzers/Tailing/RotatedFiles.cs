namespace Metrics.Analyzers.Tailing;

/// <summary>The files of one log: the current one and those that rotation has given names to.</summary>
/// <param name="log">Path of the log.</param>
/// <param name="trusted">The directory up to which links are followed, see <see cref="RegularFile.Open"/>.</param>
/// <param name="taken">Logs that settings have.</param>
/// <param name="names">Names in the directory of the log, for all that are there.</param>
/// <param name="time">The clock.</param>
internal sealed class RotatedFiles(string log, string trusted, TakenLogs taken, DirectoryNames names, TimeProvider time)
{
    /// <summary>Rotated files of one log that are read; older ones are passed over.</summary>
    private const int Most = 400;

    private readonly string directory = Path.GetDirectoryName(log) ?? "/";
    private readonly string name = Path.GetFileName(log);

    /// <summary>Path of the log.</summary>
    public string Log => log;

    /// <summary>The one that is at the path now; null when there is none.</summary>
    public RotatedFile? Current() => Look(log);

    /// <summary>Opens the one that is at the path now, at its begin.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="IOException">It cannot be read; the message is a sentence without its subject.</exception>
    public TailedFile? OpenCurrent() => TailedFile.Open(log, trusted, log, time);

    /// <summary>Whether a file has the newest name that rotation by numbers gives: <c>.1</c>, unless it begins with <c>.0</c> here.</summary>
    public bool HasNewestName(FileIdentity file) =>
        Look(log + ".1")?.Identity == file && Array.TrueForAll(RotatedName.Packings, ending => Look(log + ".0" + ending) is null) && Look(log + ".0") is null;

    /// <summary>Looks which there are, in the order in which they were last written to, the current one last.</summary>
    /// <exception cref="IOException">The directory cannot be looked through.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public List<RotatedFile> Find()
    {
        var found = new List<RotatedFile>();
        foreach (var other in names.BeginningWith(directory, name))
        {
            if ((other == name || RotatedName.IsOf(other, name)) && Look(Path.Combine(directory, other)) is { } file)
                found.Add(file);
        }
        // gzip(1) keeps the file until it has written the compressed one.
        found.RemoveAll(f => f.IsPacked && found.Exists(other => !other.IsPacked && other.Path == RotatedName.WithoutPacking(f.Path)));
        return [.. found.OrderBy(f => f.IsCurrent).ThenBy(f => f.Written).ThenBy(f => f, Comparer<RotatedFile>.Create(CompareAge)).TakeLast(Most)];
    }

    /// <summary>Which of two is the older one by its name, see <see cref="RotatedName.CompareAge"/>.</summary>
    public int CompareAge(RotatedFile first, RotatedFile second) => RotatedName.CompareAge(Path.GetFileName(first.Path), Path.GetFileName(second.Path), name);

    /// <summary>Whether a file has the name of a log of its own, or is read as another one's.</summary>
    public bool IsTaken(RotatedFile file) => taken.Has(file.Path, file.Identity);

    /// <summary>Opens one, at its begin.</summary>
    /// <returns>Null when it has its name no more.</returns>
    /// <exception cref="IOException">It cannot be read; the message is a sentence without its subject.</exception>
    public ILogFile? Open(RotatedFile file)
    {
        ILogFile? opened = file.IsPacked ? PackedFile.Open(log, trusted, file.Path, time) : TailedFile.Open(log, trusted, file.Path, time);
        if (opened is null || opened.Identity == file.Identity)
            return opened;
        opened.Dispose();
        return null;
    }

    private RotatedFile? Look(string path)
    {
        try
        {
            return FileIdentity.TryOf(path, out var identity, out var written) ? new RotatedFile(path, identity, written, path == log) : null;
        }
        catch (IOException)
        {
            // What is no file is none of the log's; the log itself is looked at by who follows it.
            return null;
        }
    }
}
