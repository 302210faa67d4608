namespace Metrics.RrdStore.RrdFiles;

/// <summary>What is accepted of a database or a dump. RRDtool's own files stay far below.</summary>
public static class RrdLimits
{
    /// <summary>Largest database that is read, in bytes.</summary>
    public const long FileBytes = 1L << 30;

    /// <summary>Largest dump that is read, in characters; a dump takes about three times the bytes of its database.</summary>
    public const long DumpCharacters = 4L << 30;

    /// <summary>Most seconds in a row: 1,000 years. With it no time of a row overflows.</summary>
    public const long RowSeconds = 1_000L * 366 * 86_400;

    /// <summary>Latest time of an update, in seconds since the epoch: the end of the year 9999.</summary>
    public const long LastUnixSeconds = 253_402_300_799;

    /// <summary>Longest name of a data source, a type or a consolidation function, in characters.</summary>
    public const int NameCharacters = 19;

    /// <summary>Longest text of a last reading, in characters.</summary>
    public const int ReadingCharacters = 29;

    /// <summary>Most operations of an expression, the end mark counted.</summary>
    public const int Operations = 20;

    /// <summary>Says what is wrong with the name of a data source, or null.</summary>
    internal static string? NameFault(ReadOnlySpan<char> name) =>
        name.Length is 0 or > NameCharacters || name.ContainsAnyExcept(RrdText.NameCharacters)
            ? $"A data source name takes 1 to {NameCharacters} of A-Z, a-z, 0-9, _ and -, not \"{name}\"."
            : null;

    /// <summary>Says what is wrong with the name of a type or a consolidation function, or null.</summary>
    internal static string? KeywordFault(ReadOnlySpan<char> keyword, string what) =>
        keyword.Length is 0 or > NameCharacters || keyword.ContainsAnyExceptInRange('A', 'Z')
            ? $"A {what} takes 1 to {NameCharacters} capital letters, not \"{keyword}\"."
            : null;

    /// <summary>Says what is wrong with the text of a last reading, or null.</summary>
    internal static string? ReadingFault(ReadOnlySpan<char> reading) =>
        reading.Length > ReadingCharacters || reading.ContainsAnyExceptInRange(' ', '~')
            ? $"A last reading takes up to {ReadingCharacters} printable ASCII characters."
            : null;

    /// <summary>Says what is wrong with a step and the points in a row, or null.</summary>
    internal static string? RowFault(ulong stepSeconds, ulong stepsPerRow) =>
        stepSeconds == 0 ? "The step is 0; it takes at least 1 second."
        : stepsPerRow == 0 ? "A row of 0 steps; it takes at least 1."
        : stepsPerRow > int.MaxValue || (UInt128)stepSeconds * stepsPerRow > RowSeconds
            ? $"A row of {stepsPerRow} steps of {stepSeconds} s spans more than 1,000 years."
        : null;
}
