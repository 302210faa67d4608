namespace Metrics.Web.Configuration;

/// <summary>Finds what somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest letters to change, or null when none is near.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="names">What is known.</param>
    public static string? Of(string text, IEnumerable<string> names)
    {
        var limit = Math.Max(2, text.Length / 3);
        return names.Select(name => (Name: name, Distance: Distance(text, name)))
            // A word of which no letter is left was not meant.
            .Where(candidate => candidate.Distance <= limit && candidate.Distance < text.Length)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>Levenshtein's distance: letters to add, drop or change. Names longer than any setting are not compared.</summary>
    internal static int Distance(string a, string b)
    {
        const int longest = 100;
        if (a.Length > longest || b.Length > longest)
            return int.MaxValue;
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
