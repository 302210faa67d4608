namespace Metrics.Analyzers.Tailing;

/// <summary>Finds the files of a log again that were being read when the process ended, whatever rotation has made of them since: renamed, copied,
/// compressed. Files between them and the current one have not been read at all.</summary>
internal static class LeftFiles
{
    /// <summary>Opens them.</summary>
    /// <param name="rotated">The files of the log.</param>
    /// <param name="left">Where they were left.</param>
    public static FoundFiles Open(RotatedFiles rotated, IReadOnlyList<LogPosition> left)
    {
        if (left.Count == 0)
            return new FoundFiles([], null);
        try
        {
            // Of most logs nothing was left but the file that is at the path: thousands of logs in one directory need not look through it each.
            if (rotated.Current() is { } current)
            {
                var there = Search(rotated, [current], left);
                if (there.Lost is null)
                    return there;
                there.Files.ForEach(file => file.Dispose());
            }
            return FoundFiles.Among(rotated, candidates => Search(rotated, candidates, left)) ?? Search(rotated, rotated.Find(), left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FoundFiles([], e is UnauthorizedAccessException ? "may not be read by this user." : e.Message);
        }
    }

    private static FoundFiles Search(RotatedFiles rotated, List<RotatedFile> candidates, IReadOnlyList<LogPosition> left)
    {
        string? lost = null;
        try
        {
            foreach (var position in left)
            {
                if (!candidates.Exists(c => c.File is null && TryResume(c, position)) && !ByHead(position))
                    lost = $"was rotated away after byte {position.Offset}; what stood behind it was not read.";
            }
            // What is between two that were being read had been read to its end. The current file is opened by whoever looks at the path.
            var newest = candidates.FindLastIndex(c => c.File is not null);
            for (var i = newest + 1; newest >= 0 && i < candidates.Count; i++)
                if (!candidates[i].IsCurrent && !rotated.IsTaken(candidates[i]))
                    candidates[i].File = rotated.Open(candidates[i]);
        }
        catch (IOException e)
        {
            lost = e.Message;
        }
        return new FoundFiles([.. candidates.Select(c => c.File).OfType<ILogFile>()], lost);

        // A number of a file is used again when the file is gone: it is only a hint.
        bool TryResume(RotatedFile candidate, LogPosition position) => candidate.Identity == position.File && Continue(candidate, position);

        // A copy, compressed or not, is another file that begins alike; two that do are not told apart.
        bool ByHead(LogPosition position)
        {
            if (position.Head.IsEmpty)
                return false;
            var alike = candidates.Where(c => c.File is null && !c.IsCurrent && BeginsLike(c, position)).Take(2).ToList();
            return alike.Count == 1 && Continue(alike[0], position);
        }

        bool BeginsLike(RotatedFile candidate, LogPosition position)
        {
            using var file = rotated.Open(candidate);
            return file?.Has(position) ?? false;
        }

        bool Continue(RotatedFile candidate, LogPosition position)
        {
            if (rotated.Open(candidate) is not { } file)
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
    }
}
