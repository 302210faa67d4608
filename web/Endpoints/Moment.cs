using System.Globalization;
using Metrics.Web.Configuration;

namespace Metrics.Web.Endpoints;

/// <summary>Moments as they are written in addresses.</summary>
internal static class Moment
{
    private static readonly string[] Rfc3339 = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Seconds since the epoch of RFC 3339, of seconds since the epoch, of <c>now</c> or of a time before now (<c>-36h</c>); null for anything else.</summary>
    public static long? Read(string text, DateTimeOffset now)
    {
        if (text == "now")
            return now.ToUnixTimeSeconds();
        if (text.StartsWith('-'))
            return ConfigTypes.TryParseDuration(text.AsSpan(1), out var back) ? now.ToUnixTimeSeconds() - (long)back.TotalSeconds : null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? seconds : null;
        return ReadRfc3339(text)?.ToUnixTimeSeconds();
    }

    /// <summary>A moment in RFC 3339, with its zone; null for anything else.</summary>
    public static DateTimeOffset? ReadRfc3339(string text) =>
        text.Length > 10 && (text.EndsWith('Z') || text[^6] is '+' or '-')
        && DateTimeOffset.TryParseExact(text, Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment
            : null;
}
