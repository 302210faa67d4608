using System.Buffers;
using System.Globalization;

namespace Metrics.Analyzers.Tailing;

/// <summary>Names that rotation gives to old files: <c>access.log.1</c>, <c>access.log-20261126.gz</c>, <c>access.log.old</c>.</summary>
internal static class RotatedName
{
    /// <summary>A number with more digits is a date or a time.</summary>
    private const int MostDigitsOfCounter = 4;

    /// <summary>Ends of the names of compressed files.</summary>
    public static readonly string[] Packings = [".gz", ".xz", ".zst"];

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.-");

    /// <summary>Whether a name ends as a rotated file's does.</summary>
    public static bool Is(string name)
    {
        var plain = WithoutPacking(name);
        return plain.Length < name.Length || plain.EndsWith(".old", StringComparison.Ordinal)
            || (plain.AsSpan().LastIndexOfAnyExcept(OfNumbers) is >= 0 and var end && IsNumber(plain.AsSpan(end + 1)));
    }

    /// <summary>Whether a name is one of a rotated file of a log.</summary>
    /// <param name="name">The name.</param>
    /// <param name="log">Name of the log.</param>
    public static bool IsOf(string name, string log) =>
        name.Length > log.Length && name.StartsWith(log, StringComparison.Ordinal)
        && WithoutPacking(name[log.Length..]) is var ending && (ending is "" or ".old" || IsNumber(ending));

    /// <summary>Which of two rotated files of a log is the older one: <c>.2</c> is older than <c>.1</c>, <c>-20261125</c> than <c>-20261126</c>.</summary>
    /// <param name="first">Name of one.</param>
    /// <param name="second">Name of the other.</param>
    /// <param name="log">Name of the log.</param>
    /// <returns>Negative when the first one is, positive when the second is, 0 when their names do not tell.</returns>
    public static int CompareAge(string first, string second, string log)
    {
        var (a, b) = (WithoutPacking(first[log.Length..]), WithoutPacking(second[log.Length..]));
        if (!IsNumber(a) || !IsNumber(b) || a[0] != b[0] || IsCounter(a) != IsCounter(b))
            return 0;
        return IsCounter(a) ? Counter(b) - Counter(a) : string.CompareOrdinal(a, b);
    }

    /// <summary>Whether a name is one of a compressed file.</summary>
    public static bool IsPacked(string name) => WithoutPacking(name).Length < name.Length;

    /// <summary>The name that a compressed file had before.</summary>
    public static string WithoutPacking(string name) =>
        Packings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.Ordinal)) is { } found ? name[..^found.Length] : name;

    // ".1", "-20261126", "-20261126-1795651200"
    private static bool IsNumber(ReadOnlySpan<char> ending) =>
        ending.Length > 1 && ending[0] is '.' or '-' && char.IsAsciiDigit(ending[^1]) && !ending.ContainsAnyExcept(OfNumbers);

    private static bool IsCounter(string number) => number.Length - 1 <= MostDigitsOfCounter && !number.AsSpan(1).ContainsAny('.', '-');

    private static int Counter(string number) => int.Parse(number.AsSpan(1), CultureInfo.InvariantCulture);
}
