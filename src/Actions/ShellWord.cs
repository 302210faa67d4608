namespace Metrics.Actions;

/// <summary>A path within a command that somebody is told to type.</summary>
public static class ShellWord
{
    /// <summary>The path as one word of a POSIX shell: in quotes where it has more than letters, digits and a few signs.</summary>
    public static string Of(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
