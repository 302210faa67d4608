using System.Text;
using System.Text.RegularExpressions;

namespace Metrics.Grapher.Language.Text;

/// <summary>A number format of PRINT and GPRINT: text around exactly one of <c>%lf</c>, <c>%le</c>, <c>%lg</c> and at most one <c>%s</c> or
/// <c>%S</c> behind it.</summary>
/// <remarks>The format is taken apart once and written by our own code, so a hostile one can be refused but never obeyed.</remarks>
internal sealed partial record PrintFormat
{
    private readonly string before;
    private readonly string flags;
    private readonly int width;
    private readonly int precision;
    private readonly char conversion;
    private readonly string between;
    private readonly char magnitude;
    private readonly string after;

    private PrintFormat(Match match)
    {
        before = match.Groups["before"].Value.Replace("%%", "%");
        flags = match.Groups["flag"].Value;
        width = match.Groups["width"].Length == 0 ? 0 : int.Parse(match.Groups["width"].Value);
        precision = match.Groups["precision"].Success ? int.Parse(match.Groups["precision"].Value) : 6;
        conversion = match.Groups["conversion"].Value[0];
        between = match.Groups["between"].Value.Replace("%%", "%");
        magnitude = match.Groups["magnitude"].Success ? match.Groups["magnitude"].Value[0] : '\0';
        after = match.Groups["after"].Value.Replace("%%", "%");
    }

    /// <summary>Takes a format apart, or says what is wrong with it.</summary>
    public static PrintFormat? Parse(string text, out string? fault)
    {
        fault = null;
        if (Pattern().Match(text) is not { Success: true } match)
        {
            fault = $"Found the format \"{text}\"; expected text with exactly one of %lf, %le or %lg (with flag, width and precision), then at most one %s or %S, and %% for a percent sign.";
            return null;
        }
        if (IsTooWide(match.Groups["width"].Value) || IsTooWide(match.Groups["precision"].Value))
        {
            fault = $"The format \"{text}\" has a width or precision above {GraphLimits.FormatWidth}.";
            return null;
        }
        return new PrintFormat(match);
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number; unknown is written <c>nan</c>.</param>
    /// <param name="scale">What %s and %S choose from and remember.</param>
    public string Write(double value, MagnitudeScale scale)
    {
        var symbol = "";
        if (magnitude == 's')
            (value, symbol) = scale.Choose(value);
        else if (magnitude == 'S')
            (value, symbol) = scale.Keep(value);
        return new StringBuilder(before).Append(Number(value)).Append(between).Append(symbol).Append(after).ToString();
    }

    private string Number(double value)
    {
        var magnitude = Math.Abs(value);
        var digits = !double.IsFinite(value)
            ? double.IsNaN(value) ? "nan" : "inf"
            : char.ToLowerInvariant(conversion) switch
            {
                'f' => CFloat.Fixed(magnitude, precision, flags == "#"),
                'e' => CFloat.Exponential(magnitude, precision, flags == "#"),
                _ => CFloat.General(magnitude, precision, flags == "#"),
            };
        if (char.IsUpper(conversion))
            digits = digits.ToUpperInvariant();
        var sign = double.IsNegative(value) && !double.IsNaN(value) ? "-" : flags is "+" or " " ? flags : "";
        return flags switch
        {
            "-" => (sign + digits).PadRight(width),
            "0" when double.IsFinite(value) => sign + digits.PadLeft(width - sign.Length, '0'),
            _ => (sign + digits).PadLeft(width),
        };
    }

    private static bool IsTooWide(string number) => number.Length > 4 || (number.Length > 0 && int.Parse(number) > GraphLimits.FormatWidth);

    [GeneratedRegex("^(?<before>(?:[^%]|%%)*)%(?<flag>[-+ 0#]?)(?<width>[0-9]*)(?:[.](?<precision>[0-9]+))?l(?<conversion>[eEfFgG])(?<between>(?:[^%]|%%)*)(?:%(?<magnitude>[sS]))?(?<after>(?:[^%]|%%)*)$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
