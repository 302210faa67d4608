using System.IO.Enumeration;

namespace Metrics.Analyzers.Tailing;

/// <summary>Paths with <c>*</c> (any characters) and <c>?</c> (one character) in their names: <c>/var/log/vhosts/*/access.log</c>. As in a
/// shell they do not stand for a slash, nor for a dot that a name begins with.</summary>
/// <remarks>Below the first such name links are not followed: users of a hosting server may own these directories.</remarks>
internal sealed class PathPattern
{
    /// <summary>Entries of directories that are looked at in one search.</summary>
    private const int MostEntries = 100_000;

    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string[] names;

    /// <summary>A pattern.</summary>
    /// <param name="text">An absolute path.</param>
    public PathPattern(string text)
    {
        Text = text;
        var all = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var literal = Array.FindIndex(all, IsPattern);
        Root = "/" + string.Join('/', all[..literal]);
        names = all[literal..];
    }

    /// <summary>How it is written.</summary>
    public string Text { get; }

    /// <summary>The directory above the first name that is a pattern.</summary>
    public string Root { get; }

    /// <summary>Whether a path is a pattern.</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>The paths that match, in order. Rotated and compressed files are none: they belong to the log whose name they have.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="fault">What is wrong, as a sentence without its subject; null when nothing is.</param>
    public IReadOnlyList<string> Find(int most, out string? fault)
    {
        var search = new Search(most);
        try
        {
            if (Directory.Exists(Root))
                Walk(Root, 0, search);
            else
                search.Fault = $"cannot match: there is no directory {Root}.";
        }
        catch (IOException e)
        {
            search.Fault = $"cannot be searched: {e.Message}";
        }
        fault = search.Fault ?? (search.Paths.Count == 0 ? "matches no file." : null);
        search.Paths.Sort(StringComparer.Ordinal);
        return search.Paths;
    }

    /// <summary>Whether a path is one that the pattern matches, whether or not there is such a file.</summary>
    public bool Matches(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var literal = Root.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == literal.Length + names.Length && parts.AsSpan(0, literal.Length).SequenceEqual(literal)
            && parts[literal.Length..].Zip(names).All(pair => Matches(pair.Second, pair.First));
    }

    private void Walk(string directory, int at, Search search)
    {
        var (name, last) = (names[at], at == names.Length - 1);
        if (!IsPattern(name))
        {
            var path = Path.Join(directory, name);
            if (last && Path.Exists(path))
                search.Add(path);
            else if (!last && new DirectoryInfo(path) is { Exists: true, LinkTarget: null })
                Walk(path, at + 1, search);
            return;
        }
        foreach (var (entry, isDirectory) in Entries(directory, search))
        {
            if (search.IsFull)
                return;
            if (!Matches(name, entry) || isDirectory == last || (last && RotatedName.Is(entry)))
                continue;
            if (last)
                search.Add(Path.Join(directory, entry));
            else
                Walk(Path.Join(directory, entry), at + 1, search);
        }
    }

    // In order, so that what is beyond a bound is the same every time.
    private static List<(string Name, bool IsDirectory)> Entries(string directory, Search search)
    {
        var entries = new List<(string Name, bool IsDirectory)>();
        try
        {
            // A link to a directory is none here.
            foreach (var entry in new FileSystemEnumerable<(string, bool)>(
                directory, (ref FileSystemEntry e) => (e.FileName.ToString(), e.IsDirectory && (e.Attributes & FileAttributes.ReparsePoint) == 0), All))
            {
                if (++search.Entries > MostEntries)
                {
                    search.Fault = $"has more than {MostEntries} files to look through; the others are not found.";
                    break;
                }
                entries.Add(entry);
            }
        }
        catch (UnauthorizedAccessException)
        {
            search.Fault ??= $"cannot look into {directory}: it may not be read by this user.";
        }
        catch (DirectoryNotFoundException)
        {
            // Removed since it was found.
        }
        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false) && (name[0] != '.' || pattern[0] == '.');

    private sealed class Search(int most)
    {
        public List<string> Paths { get; } = [];

        public int Entries { get; set; }

        public string? Fault { get; set; }

        public bool IsFull { get; private set; }

        public void Add(string path)
        {
            if (Paths.Count < most)
            {
                Paths.Add(path);
                return;
            }
            IsFull = true;
            Fault = $"matches more than {most} files; the others are not read.";
        }
    }
}
