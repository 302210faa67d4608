namespace Metrics.Grapher;

/// <summary>The known name that a mistyped one most likely meant: for the errors of every language people write to us.</summary>
public static class NearestName
{
    // The distance is quadratic in the length: names longer than this are not typing errors worth the work.
    private const int LongestName = 100;
    private const int MostNames = 10_000;

    /// <summary>The name with the fewest letters to change, or null when none is near.</summary>
    /// <param name="text">What was written; upper and lower case are the same letter.</param>
    /// <param name="known">What is known; the first of the nearest wins.</param>
    public static string? Of(string text, IEnumerable<string> known)
    {
        if (text.Length > LongestName)
            return null;
        string? best = null;
        var bestDistance = (text.Length + 1) / 3 + 1;
        foreach (var name in known.Take(MostNames))
        {
            if (Math.Abs(name.Length - text.Length) >= bestDistance)
                continue;
            var distance = Distance(text, name);
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }
        return best;
    }

    /// <summary>The end of a sentence: "; did you mean "x"?", or a full stop when no name is near.</summary>
    internal static string Hint(string text, IEnumerable<string> known) =>
        Of(text, known) is { } near ? $"; did you mean \"{near}\"?" : ".";

    /// <summary>Levenshtein's distance: letters to add, drop or change.</summary>
    internal static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }
        return row[b.Length];
    }
}
