namespace Metrics.Analyzers.Tailing;

/// <summary>Finds files that stood at the path of a log between two looks at it: it was rotated more than once meanwhile, and they have names that
/// rotation gives already.</summary>
internal static class MissedFiles
{
    /// <summary>Opens them.</summary>
    /// <param name="rotated">The files of the log.</param>
    /// <param name="known">Files of it that are being read. The last one was at the path at the last look.</param>
    /// <param name="current">The one that is there now, if there is one.</param>
    /// <param name="since">When the last one had last been written to, at the last look. What was not written to since is older.</param>
    /// <returns>Null when files get other names just now.</returns>
    public static FoundFiles? Open(RotatedFiles rotated, IReadOnlyList<ILogFile> known, FileIdentity? current, long since)
    {
        // So it is after a usual rotation: thousands of logs in one directory need not look through it each.
        if (rotated.HasNewestName(known[^1].Identity))
            return new FoundFiles([], null);
        try
        {
            return FoundFiles.Among(rotated, candidates => Search(rotated, candidates, known, current, since));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log can be read whose directory cannot be looked through, and most rotations leave nothing to be found.
            return new FoundFiles([], null);
        }
    }

    private static FoundFiles? Search(RotatedFiles rotated, List<RotatedFile> candidates, IReadOnlyList<ILogFile> known, FileIdentity? current, long since)
    {
        // Rotated away since it was opened, it would not be the newest.
        if (candidates.Find(c => c.IsCurrent)?.Identity != current)
            return null;
        var last = known[^1];
        // What compression makes of a file whose name is gone is another one that begins alike.
        var unnamed = known.Where(k => !candidates.Exists(c => c.Identity == k.Identity)).ToList();
        var later = candidates.FindAll(c => c.Written >= since && c.Identity != current);
        var lastNow = unnamed.Contains(last) ? later.Find(c => IsCopyOf(last, c)) : candidates.Find(c => c.Identity == last.Identity);
        string? lost = null;
        foreach (var candidate in later.Where(c => !IsOlder(c) && !known.Any(k => k.Identity == c.Identity) && !rotated.IsTaken(c)))
        {
            try
            {
                if (!unnamed.Exists(k => IsCopyOf(k, candidate)))
                    candidate.File = rotated.Open(candidate);
            }
            catch (IOException e)
            {
                lost = $"has a rotated file that {e.Message}";
            }
        }
        return new FoundFiles([.. candidates.Select(c => c.File).OfType<ILogFile>()], lost);

        // A daemon may have written to one that was read long ago, when it had begun the last one already, and nobody to that one.
        bool IsOlder(RotatedFile candidate) => lastNow is not null && rotated.CompareAge(candidate, lastNow) < 0;

        bool IsCopyOf(ILogFile original, RotatedFile candidate)
        {
            try
            {
                using var file = rotated.Open(candidate);
                return file is not null && file.Begin() is { IsEmpty: false } begin && begin.SequenceEqual(original.Begin());
            }
            catch (IOException)
            {
                // What cannot be read says so when it is.
                return false;
            }
        }
    }
}
