using System.Buffers.Text;

namespace Metrics.Collector;

/// <summary>The fields of a line, separated by spaces and tabs, one after another.</summary>
/// <param name="line">The line.</param>
internal ref struct Fields(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = line;

    /// <summary>The next field; never empty.</summary>
    public bool Next(out ReadOnlySpan<byte> field)
    {
        var start = rest.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (start < 0)
        {
            field = default;
            return false;
        }
        rest = rest[start..];
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        field = end < 0 ? rest : rest[..end];
        rest = rest[field.Length..];
        return true;
    }

    /// <summary>Passes a number of fields.</summary>
    /// <returns>False when there are not that many.</returns>
    public bool Skip(int count)
    {
        for (; count > 0; count--)
            if (!Next(out _))
                return false;
        return true;
    }

    /// <summary>The next field, which must be an unsigned number.</summary>
    public bool NextCount(out ulong count)
    {
        count = 0;
        return Next(out var field) && TryCount(field, out count);
    }

    /// <summary>The next field, which must be a decimal from 0 up to 2^53; NaN when it is not.</summary>
    public bool NextNumber(out double number)
    {
        if (Next(out var field) && Utf8Parser.TryParse(field, out number, out var used) && used == field.Length && number is >= 0 and < 1L << 53)
            return true;
        number = double.NaN;
        return false;
    }

    /// <summary>A whole field as an unsigned number.</summary>
    public static bool TryCount(ReadOnlySpan<byte> field, out ulong count) => Utf8Parser.TryParse(field, out count, out var used) && used == field.Length;
}
