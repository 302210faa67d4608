using System.Globalization;
using System.Text;

namespace Metrics.Collector;

/// <summary>Text from outside as a label for people.</summary>
internal static class Label
{
    /// <summary>Longest label, in characters.</summary>
    public const int MaximumLength = 100;

    /// <summary>The text without control, format and lone surrogate characters, trimmed, and cut at <see cref="MaximumLength"/>.
    /// Format characters go too: they can turn the text around them.</summary>
    public static string Of(string text)
    {
        var label = new StringBuilder(Math.Min(text.Length, MaximumLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (label.Length + rune.Utf16SequenceLength > MaximumLength)
                break;
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
                label.Append(rune);
        }
        return label.ToString().Trim();
    }

    /// <summary>UTF-8 as a label; what is not valid becomes U+FFFD.</summary>
    public static string Of(ReadOnlySpan<byte> text) => Of(Encoding.UTF8.GetString(text));
}
