using System.Buffers;

namespace Metrics.Analyzers.Tailing;

/// <summary>Names that rotation gives to old files: <c>access.log.1</c>, <c>access.log-20261126.gz</c>, <c>access.log.old</c>.</summary>
internal static class RotatedName
{
    private static readonly string[] Packings = [".gz", ".xz", ".zst"];
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.-");

    /// <summary>Whether a name ends as a rotated file's does.</summary>
    public static bool Is(string name)
    {
        var plain = WithoutPacking(name);
        return plain.Length < name.Length || plain.EndsWith(".old", StringComparison.Ordinal) || NumberAt(plain) > 0;
    }

    /// <summary>Whether a name is one of a rotated file of a log.</summary>
    /// <param name="name">The name.</param>
    /// <param name="log">Name of the log.</param>
    public static bool IsOf(string name, string log) =>
        name.Length > log.Length && name.StartsWith(log, StringComparison.Ordinal)
        && (WithoutPacking(name) is var plain && (plain.Length == log.Length || plain[log.Length..] == ".old" || NumberAt(plain) == log.Length));

    /// <summary>Whether a name is one of a compressed file.</summary>
    public static bool IsPacked(string name) => WithoutPacking(name).Length < name.Length;

    /// <summary>The name that a compressed file had before.</summary>
    public static string WithoutPacking(string name) =>
        Packings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) is { } found ? name[..^found.Length] : name;

    // Where ".1", "-20261126" or "-20261126-1795651200" begins; negative when there is none.
    private static int NumberAt(string name)
    {
        var end = name.AsSpan().LastIndexOfAnyExcept(OfNumbers);
        var number = name.AsSpan(end + 1);
        return end >= 0 && number.Length > 1 && number[0] is '.' or '-' && char.IsAsciiDigit(number[^1]) ? end + 1 : -1;
    }
}
