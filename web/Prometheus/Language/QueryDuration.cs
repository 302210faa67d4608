namespace Metrics.Web.Prometheus.Language;

/// <summary>Durations of Prometheus: <c>5m</c>, <c>1h30m</c>.</summary>
internal static class QueryDuration
{
    private const long MostMilliseconds = 36_525L * 86_400_000;

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Numbers and units, from the longest unit to the shortest.</param>
    /// <returns>Milliseconds; null when it is no duration, zero, or longer than a century.</returns>
    public static long? Milliseconds(ReadOnlySpan<char> text)
    {
        var total = 0L;
        var last = long.MaxValue;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 12)
                return null;
            var number = long.Parse(text[..digits], System.Globalization.CultureInfo.InvariantCulture);
            text = text[digits..];
            var letters = text.IndexOfAnyInRange('0', '9') is var next and >= 0 ? next : text.Length;
            if (Unit(text[..letters]) is not { } unit || unit >= last || number > MostMilliseconds / unit)
                return null;
            total += number * unit;
            last = unit;
            text = text[letters..];
        }
        return total is > 0 and <= MostMilliseconds ? total : null;
    }

    private static long? Unit(ReadOnlySpan<char> text) => text switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "w" => 7 * 86_400_000L,
        "y" => 365 * 86_400_000L,
        _ => null,
    };
}
