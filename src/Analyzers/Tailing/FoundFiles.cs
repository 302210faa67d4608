namespace Metrics.Analyzers.Tailing;

/// <summary>What a search among the files of a log has opened.</summary>
/// <param name="Files">The files, oldest first, each at its place.</param>
/// <param name="Lost">What was lost, as a sentence without its subject; null when nothing was.</param>
internal sealed record FoundFiles(List<ILogFile> Files, string? Lost)
{
    /// <summary>Searches while files get other names; a rotation is over in an instant.</summary>
    private const int MostTries = 5;

    /// <summary>Searches among all files of a log. When one of them gets another name meanwhile it may have been passed over, and when one is just being compressed
    /// it is not whole: then the search begins again.</summary>
    /// <param name="rotated">The files.</param>
    /// <param name="search">Searches among those there are; null when that is in vain.</param>
    /// <returns>Null when files still get other names after some tries.</returns>
    public static FoundFiles? Among(RotatedFiles rotated, Func<List<RotatedFile>, FoundFiles?> search)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            var before = rotated.Find();
            if (search(before) is not { } found)
                continue;
            if (rotated.Find().Select(State).SequenceEqual(before.Select(State)))
                return found;
            found.Files.ForEach(file => file.Dispose());
        }
        return null;

        static (string, FileIdentity, long) State(RotatedFile file) => (file.Path, file.Identity, file.IsPacked ? file.Written : 0);
    }
}
