namespace Metrics.Web.Access;

/// <summary>The way back to a page after the sign-in: a path of ours and nothing else, whatever the address said.</summary>
internal static class LocalPath
{
    private const int Longest = 1024;

    /// <summary>Path and query of a request, below our root; the root when they are too long to carry.</summary>
    public static string Of(HttpRequest request) => Read(request.Path.ToUriComponent() + request.QueryString.ToUriComponent()) ?? "/";

    /// <summary>A path below our root, beginning with a slash; null for anything that could lead elsewhere or break a header.</summary>
    public static string? Read(string? text) =>
        text is ['/', ..] and not ['/', '/' or '\\', ..] && text.Length <= Longest && text.All(c => c is > ' ' and < '\x7F' and not '\\') ? text : null;

    /// <summary>The same path, relative to a page directly below the root.</summary>
    public static string FromRoot(string path) => "." + path;
}
