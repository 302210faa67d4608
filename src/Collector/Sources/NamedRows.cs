namespace Metrics.Collector;

/// <summary>What belongs to the rows of a table of the kernel, found by the name in the row without making a string of it.</summary>
/// <typeparam name="T">What belongs to a row.</typeparam>
/// <param name="rows">The names and what belongs to them, best in the order of the table: then each is found at once.</param>
internal sealed class NamedRows<T>(IReadOnlyList<(byte[] Name, T Row)> rows)
{
    private readonly (byte[] Name, T Row)[] rows = [.. rows];
    private int next;

    /// <summary>How many.</summary>
    public int Count => rows.Length;

    /// <summary>Finds a row, beginning behind the one found before.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out T row)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (next >= rows.Length)
                next = 0;
            ref readonly var candidate = ref rows[next++];
            if (!name.SequenceEqual(candidate.Name))
                continue;
            row = candidate.Row;
            return true;
        }
        row = default!;
        return false;
    }
}
