using System.Buffers.Text;

namespace Metrics.Analyzers.Custom;

/// <summary>Numbers in lines: <c>12</c>, <c>-3</c>, <c>0.25</c>, and <c>-</c> for none.</summary>
internal static class LineNumber
{
    /// <summary>How many bytes a number takes at the begin of a text; negative when there is none.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        var at = text is [(byte)'-', ..] ? 1 : 0;
        var digits = at;
        while (at < text.Length && text[at] - (uint)'0' <= 9)
            at++;
        if (at == digits)
            return digits == 1 ? 1 : -1;
        if (at + 1 < text.Length && text[at] == '.' && text[at + 1] - (uint)'0' <= 9)
            for (at += 2; at < text.Length && text[at] - (uint)'0' <= 9;)
                at++;
        return at;
    }

    /// <summary>The number; NaN when it is none.</summary>
    public static double Value(ReadOnlySpan<byte> text)
    {
        if (text.Length is > 0 and <= 15)
        {
            var value = 0L;
            var at = 0;
            for (; at < text.Length && text[at] - (uint)'0' <= 9; at++)
                value = (value * 10) + (text[at] - '0');
            if (at == text.Length)
                return value;
        }
        return Utf8Parser.TryParse(text, out double number, out var length) && length == text.Length ? number : double.NaN;
    }
}
