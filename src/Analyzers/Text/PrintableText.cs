using System.Globalization;
using System.Text;

namespace Metrics.Analyzers.Text;

/// <summary>Lines of logs as text that may be shown: attackers write into logs.</summary>
internal static class PrintableText
{
    /// <summary>The text of bytes in UTF-8; what is none, and what a terminal or a page would not show as it is, is a replacement character.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return string.Create(text.Length, text, (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                to[i] = IsShown(from[i]) ? from[i] : '\uFFFD';
        });
    }

    // Marks of direction (Format) would let a line read otherwise than it is.
    private static bool IsShown(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse);
}
