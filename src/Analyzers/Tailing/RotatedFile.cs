namespace Metrics.Analyzers.Tailing;

/// <summary>A file that stood at the path of a log or at a name that rotation gives, when it was looked for.</summary>
/// <param name="Path">Its path then.</param>
/// <param name="Identity">Which file.</param>
/// <param name="Written">When it had last been written to, see <see cref="FileIdentity.TryOf(string, out FileIdentity, out long)"/>.</param>
/// <param name="IsCurrent">Whether its path is the log's.</param>
internal sealed record RotatedFile(string Path, FileIdentity Identity, long Written, bool IsCurrent)
{
    /// <summary>Whether it is compressed, as its name says.</summary>
    public bool IsPacked { get; } = RotatedName.IsPacked(Path);

    /// <summary>What reads it, once it is open.</summary>
    public ILogFile? File { get; set; }
}
