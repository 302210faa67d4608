using System.Buffers.Text;
using System.Text;
using Metrics.Analyzers.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Metrics.Analyzers.Usage;

/// <summary>The counts of a row as the database has them: <c>{"4":2,"5":3210}</c>, measures and what is not zero of them, as JSON, which SQLite takes apart where reports are read.</summary>
/// <remarks>One row for all measures takes a quarter of what a row for each did, in time and in room.</remarks>
internal sealed class UsageText
{
    /// <summary>What becomes of a row that is there already, at the end of a statement that inserts into <c>usage</c>: both are added up. For connections that
    /// <see cref="Teach"/> was called with.</summary>
    public const string AddUp = $"ON CONFLICT DO UPDATE SET counts = {Function}(usage.counts, excluded.counts)";

    private const string Function = "sum_of_counts";

    // With the comma or the brace before it.
    private static readonly byte[][] Names = [.. Enumerable.Range(0, Account.Measures).Select(measure => Encoding.ASCII.GetBytes($",\"{measure}\":"))];

    private readonly long[] sums = new long[Account.Measures];

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

    /// <summary>Teaches a connection to add two texts up. To have SQLite take them apart and put them together takes ten times as long, and of who is mailed to every
    /// second there is a row in each commit.</summary>
    public static void Teach(SqliteConnection connection)
    {
        var text = new UsageText();
        // Nothing may be thrown through SQLite.
        raw.sqlite3_create_function(connection.Handle!, Function, 2, raw.SQLITE_DETERMINISTIC, null, (context, _, values) =>
        {
            if (text.Sum(raw.sqlite3_value_blob(values[0]), raw.sqlite3_value_blob(values[1]), out var sum))
                raw.sqlite3_result_text(context, sum);
            else
                raw.sqlite3_result_error(context, "usage.counts is no object of counts");
        });
    }

    /// <summary>The text of the sums of two texts; it lives until the next one is asked for.</summary>
    /// <returns>Whether both are texts of counts.</returns>
    public bool Sum(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out ReadOnlySpan<byte> sum)
    {
        Array.Clear(sums);
        var both = Add(first) && Add(second);
        sum = both ? Of(sums) : [];
        return both;
    }

    private bool Add(ReadOnlySpan<byte> counts)
    {
        var cursor = new LineCursor(counts);
        var more = cursor.Skip("{"u8);
        while (more)
        {
            if (!cursor.Skip("\""u8) || !cursor.Number(out var measure) || measure >= sums.Length || !cursor.Skip("\":"u8) || !cursor.Number(out var value))
                return false;
            sums[measure] = Counts.Plus(sums[measure], value);
            more = cursor.Skip(","u8);
        }
        return cursor.Rest.SequenceEqual("}"u8);
    }
}
