using System.Globalization;

namespace Metrics.Web.Domains;

/// <summary>How a domain is shown. International ones have a form that people read beside the one that servers use; never alone, since letters of different scripts
/// look the same (RFC 5890, 4.4).</summary>
internal static class DomainName
{
    private static readonly IdnMapping Mapping = new();

    /// <summary>The name, with what people read behind it: <c>xn--mller-kva.example (müller.example)</c>.</summary>
    public static string Shown(string domain) => Readable(domain) is { } readable ? $"{domain} ({readable})" : domain;

    private static string? Readable(string domain)
    {
        if (!domain.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            var readable = Mapping.GetUnicode(domain);
            return readable != domain && readable.All(IsOfName) ? readable : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Nothing that is invisible or changes the direction of what stands beside it.
    private static bool IsOfName(char c) => c is '.' or '-' || char.GetUnicodeCategory(c) is
        UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
