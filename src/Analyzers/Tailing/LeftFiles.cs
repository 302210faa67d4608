namespace Metrics.Analyzers.Tailing;

/// <summary>Finds the files of a log again that were being read when the process ended, whatever rotation has made of them since: renamed, copied,
/// compressed. Files between them and the current one have not been read at all.</summary>
internal static class LeftFiles
{
    /// <summary>Rotated files of one log that are read; older ones are passed over.</summary>
    private const int Most = 400;

    /// <summary>Opens them.</summary>
    /// <param name="log">Path of the log.</param>
    /// <param name="trusted">The directory up to which links are followed.</param>
    /// <param name="left">Where they were left.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The files, oldest first, each at its place; and what was lost, as a sentence without its subject, or null.</returns>
    public static (List<ILogFile> Files, string? Lost) Open(string log, string trusted, IReadOnlyList<LogPosition> left, TimeProvider time)
    {
        if (left.Count == 0)
            return ([], null);
        var candidates = new List<Candidate>();
        try
        {
            candidates = Candidates(log);
            string? lost = null;
            foreach (var position in left)
            {
                if (!candidates.Exists(c => c.File is null && TryResume(c, position)) && !ByHead(position))
                    lost = $"was rotated away after byte {position.Offset}; what stood behind it was not read.";
            }
            var oldest = candidates.FindIndex(c => c.File is not null);
            // The current file is opened by whoever looks at the path.
            for (var i = oldest; oldest >= 0 && i < candidates.Count; i++)
                if (candidates[i].Path != log)
                    candidates[i].File ??= Whole(candidates[i]);
            return ([.. candidates.Select(c => c.File).OfType<ILogFile>()], lost);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([.. candidates.Select(c => c.File).OfType<ILogFile>()], e is UnauthorizedAccessException ? "may not be read by this user." : e.Message);
        }

        // A number of a file is used again when the file is gone: it is only a hint.
        bool TryResume(Candidate candidate, LogPosition position) => candidate.Identity == position.File && Continue(candidate, position);

        // A copy, compressed or not, is another file that begins alike; two that do are not told apart.
        bool ByHead(LogPosition position)
        {
            if (position.Head.IsEmpty)
                return false;
            var alike = candidates.Where(c => c.File is null && c.Path != log && BeginsLike(c, position)).Take(2).ToList();
            return alike.Count == 1 && Continue(alike[0], position);
        }

        bool BeginsLike(Candidate candidate, LogPosition position)
        {
            using var file = Whole(candidate);
            return file?.Has(position) ?? false;
        }

        bool Continue(Candidate candidate, LogPosition position)
        {
            if (Whole(candidate) is not { } file)
                return false;
            if (!file.Has(position))
            {
                file.Dispose();
                return false;
            }
            file.Seek(position);
            candidate.File = file;
            return true;
        }

        ILogFile? Whole(Candidate candidate) =>
            candidate.IsPacked ? PackedFile.Open(log, trusted, candidate.Path, time) : TailedFile.Open(log, trusted, candidate.Path, time);
    }

    // Oldest first, the current file last.
    private static List<Candidate> Candidates(string log)
    {
        var name = Path.GetFileName(log);
        var found = new List<Candidate>();
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(log) ?? "/", name + "*"))
        {
            if ((path == log || RotatedName.IsOf(Path.GetFileName(path), name)) && Look(path) is { } identity)
                found.Add(new Candidate(path, identity, File.GetLastWriteTimeUtc(path), path == log));
        }
        // gzip(1) keeps the file until it has written the compressed one.
        found.RemoveAll(c => c.IsPacked && found.Exists(other => !other.IsPacked && other.Path == RotatedName.WithoutPacking(c.Path)));
        return [.. found.OrderBy(c => c.IsCurrent).ThenBy(c => c.Written).ThenByDescending(c => c.Path, StringComparer.Ordinal).TakeLast(Most)];
    }

    private static FileIdentity? Look(string path)
    {
        try
        {
            return FileIdentity.TryOf(path, out var identity) ? identity : null;
        }
        catch (IOException)
        {
            // What is no file is none of the log's; the log itself is looked at by who follows it.
            return null;
        }
    }

    private sealed record Candidate(string Path, FileIdentity Identity, DateTime Written, bool IsCurrent)
    {
        public bool IsPacked { get; } = RotatedName.IsPacked(Path);

        public ILogFile? File { get; set; }
    }
}
