namespace Metrics.Grapher.Language.Syntax;

/// <summary>The known name that a mistyped one most likely meant.</summary>
internal static class NearestName
{
    // The distance is quadratic in the length: names longer than this are not typing errors worth the work.
    private const int LongestName = 64;
    private const int MostNames = 10_000;

    /// <summary>The end of a sentence: "; did you mean x?", or a full stop when no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
            return ".";
        var best = "";
        var bestDistance = (name.Length + 1) / 3 + 1;
        foreach (var candidate in known.Take(MostNames))
        {
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance)
                continue;
            var distance = Distance(name, candidate);
            if (distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
        }
        return best.Length == 0 ? "." : $"; did you mean \"{best}\"?";
    }

    /// <summary>Levenshtein's distance, upper and lower case being the same letter.</summary>
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
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
