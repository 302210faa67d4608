using System.Buffers.Text;
using System.Text;

namespace Metrics.Analyzers.Usage;

/// <summary>The counts of a row as the database has them: <c>{"4":2,"5":3210}</c>, measures and what is not zero of them, as JSON, which SQLite takes apart itself.</summary>
/// <remarks>One row for all measures takes a quarter of what a row for each did, in time and in room.</remarks>
internal sealed class UsageText
{
    /// <summary>What becomes of a row that is there already, at the end of a statement that inserts into <c>usage</c>: both are added up.</summary>
    public static readonly string AddUp =
        $"""
        ON CONFLICT DO UPDATE SET counts = (
            SELECT json_group_object(key, value) FROM (
                SELECT key, min(sum(value), {Counts.Most}) AS value
                FROM (SELECT key, value FROM json_each(usage.counts) UNION ALL SELECT key, value FROM json_each(excluded.counts)) GROUP BY key))
        """;

    // With the comma or the brace before it.
    private static readonly byte[][] Names = [.. Enumerable.Range(0, Account.Measures).Select(measure => Encoding.ASCII.GetBytes($",\"{measure}\":"))];

    // 2^53 has 16 digits.
    private readonly byte[] text = new byte[Names.Sum(name => name.Length + 16) + 1];

    /// <summary>The text of counts; it lives until the next one is asked for.</summary>
    /// <param name="counts">By <see cref="Measure"/>, from 0 to <see cref="Counts.Most"/>; not all of them zero.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<long> counts)
    {
        var length = 0;
        for (var measure = 0; measure < counts.Length; measure++)
        {
            if (counts[measure] == 0)
                continue;
            Names[measure].CopyTo(text, length);
            length += Names[measure].Length;
            Utf8Formatter.TryFormat(counts[measure], text.AsSpan(length), out var digits);
            length += digits;
        }
        text[0] = (byte)'{';
        text[length] = (byte)'}';
        return text.AsSpan(0, length + 1);
    }
}
