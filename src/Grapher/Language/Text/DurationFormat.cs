using System.Text.RegularExpressions;

namespace Metrics.Grapher.Language.Text;

/// <summary>Writes a number of milliseconds as a duration, for <c>:valstrfduration</c>: rrdgraph_graph(1).</summary>
internal sealed partial record DurationFormat
{
    private readonly string format;

    private DurationFormat(string format) => this.format = format;

    /// <summary>Takes a format, or says what is wrong with it.</summary>
    public static DurationFormat? Parse(string text, out string? fault)
    {
        fault = Pattern().Match(text) is { Success: true } match
            ? match.Groups["number"].Captures.All(c => c.Length <= 2)
                ? null
                : $"The format \"{text}\" has a width or precision above 99."
            : $"Found the duration format \"{text}\"; expected text with %W %d %D %h %H %m %M %s %S or %f, each with 0, width and precision as wished, and %% for a percent sign.";
        return fault is null ? new DurationFormat(text) : null;
    }

    /// <summary>Writes a duration. Digits are cut off, not rounded, so that no clock shows 60 seconds. A minus stands before the first
    /// number.</summary>
    public string Write(double milliseconds)
    {
        if (!double.IsFinite(milliseconds))
            return double.IsNaN(milliseconds) ? "nan" : milliseconds > 0 ? "inf" : "-inf";
        var sign = milliseconds < 0 ? "-" : "";
        return Conversion().Replace(format, match =>
        {
            if (match.ValueSpan[^1] == '%')
                return "%";
            var text = Number(match, Math.Abs(milliseconds), sign);
            sign = "";
            return text;
        });
    }

    private static string Number(Match match, double milliseconds, string sign)
    {
        var amount = match.ValueSpan[^1] switch
        {
            'W' => milliseconds / Week,
            'd' => milliseconds % Week / Day,
            'D' => milliseconds / Day,
            'h' => milliseconds % Day / Hour,
            'H' => milliseconds / Hour,
            'm' => milliseconds % Hour / Minute,
            'M' => milliseconds / Minute,
            's' => milliseconds % Minute / Second,
            'S' => milliseconds / Second,
            _ => milliseconds % Second,
        };
        var precision = match.Groups["precision"].Length == 0 ? 0 : int.Parse(match.Groups["precision"].ValueSpan);
        var width = match.Groups["width"].Length == 0 ? 0 : int.Parse(match.Groups["width"].ValueSpan);
        var digits = CFloat.Fixed(amount, precision + 3, keepPoint: false)[..^3].TrimEnd('.');
        return match.Groups["zero"].Success ? sign + digits.PadLeft(width - sign.Length, '0') : (sign + digits).PadLeft(width);
    }

    private const double Second = 1000;
    private const double Minute = 60 * Second;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;
    private const double Week = 7 * Day;

    [GeneratedRegex("^(?:[^%]|%0?(?<number>[0-9]*)(?:[.](?<number>[0-9]*))?[%WdDhHmMsSf])*$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Pattern();

    [GeneratedRegex("%(?<zero>0)?(?<width>[0-9]*)(?:[.](?<precision>[0-9]*))?[%WdDhHmMsSf]", RegexOptions.CultureInvariant)]
    private static partial Regex Conversion();
}
