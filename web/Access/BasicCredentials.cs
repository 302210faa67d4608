using System.Text;

namespace Metrics.Web.Access;

/// <summary>User and password of HTTP Basic (RFC 7617).</summary>
/// <param name="User">The user.</param>
/// <param name="Password">The password.</param>
internal sealed record BasicCredentials(string User, string Password)
{
    private const string Scheme = "Basic ";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Those of a request; null when it has none that can be understood.</summary>
    public static BasicCredentials? Read(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > 1024)
            return null;
        try
        {
            var text = StrictUtf8.GetString(Convert.FromBase64String(header[Scheme.Length..].Trim()));
            return text.IndexOf(':') is var colon and >= 0 ? new BasicCredentials(text[..colon], text[(colon + 1)..]) : null;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>What asks for them. A browser that shows a page has a form of ours to fill in: it must not open a window of its own for
    /// one of the page's pictures, so that it gets the name of a scheme that it does not know.</summary>
    public static string Challenge(HttpRequest request) =>
        request.Headers.ContainsKey("Sec-Fetch-Mode") ? "Form realm=\"Metrics\"" : "Basic realm=\"Metrics\", charset=\"UTF-8\"";
}
