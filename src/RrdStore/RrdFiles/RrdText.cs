using System.Buffers;
using System.Globalization;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>Numbers and names as RRDtool writes them in text.</summary>
internal static class RrdText
{
    /// <summary>What the name of a data source is made of.</summary>
    public static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number as C's <c>printf</c> and RRDtool write it: also nan and inf, in any case, with a sign or without.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        var magnitude = text is ['-' or '+', ..] ? text[1..] : text;
        if (magnitude.Equals("nan", StringComparison.OrdinalIgnoreCase))
            number = double.NaN;
        else if (magnitude.Equals("inf", StringComparison.OrdinalIgnoreCase))
            number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        else if (magnitude is [(>= '0' and <= '9') or '.', ..])
            return double.TryParse(text, Number, CultureInfo.InvariantCulture, out number);
        else
        {
            number = 0;
            return false;
        }
        return true;
    }

    /// <summary>The shortest text that reads back as the same number. RRDtool prints eleven digits, and loses the rest.</summary>
    public static string Of(double number) =>
        double.IsNaN(number) ? "NaN"
        : double.IsInfinity(number) ? number > 0 ? "inf" : "-inf"
        : number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
}
