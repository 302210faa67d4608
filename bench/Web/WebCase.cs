using System.Globalization;

namespace Metrics.Bench.Web;

/// <summary>Something that is asked for under load.</summary>
/// <param name="Name">What it is, for the table.</param>
/// <param name="Path">Its address; of a picture that is new each time, the directory of the graph.</param>
/// <param name="Bar">Answers per second that it shall come to where the ping comes to 60,000.</param>
internal sealed record WebCase(string Name, string Path, int Bar)
{
    /// <summary>Whether the answer is 304: the request then carries the validator of the first answer.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Whether each request is for another picture.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Whether a browser asks for something to show, and takes it compressed.</summary>
    public bool IsPage { get; init; }

    /// <summary>A script for wrk; null when it needs none.</summary>
    /// <param name="meanDelay">Milliseconds that a connection waits on average between an answer and its next request.</param>
    /// <param name="first">Number of the first picture, so that no run asks for one of another.</param>
    public string? Script(int meanDelay, int first)
    {
        var script = meanDelay == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"function delay() return math.random(0, {2 * meanDelay}) end\n");
        if (IsKnown && IsPage)
            // A page changes with new data: as a browser does, what is asked for next time is whether the newest one still holds.
            script += """
                local tag, known
                function request() return known or wrk.format() end
                function response(_, headers)
                  if headers["ETag"] ~= tag then
                    tag = headers["ETag"]
                    wrk.headers["If-None-Match"] = tag
                    known = wrk.format()
                  end
                end
                """;
        if (IsFresh)
            // 200 widths and 200 heights around those of a panel; the graph of an interface after another.
            script += string.Create(CultureInfo.InvariantCulture, $$"""
                local n = {{first}}
                function request()
                  n = n + 1
                  return wrk.format("GET", string.format("{{Path}}", n % 40, 520 + math.floor(n / 40) % 200, 100 + math.floor(n / 8000) % 200))
                end
                """);
        return script.Length == 0 ? null : script;
    }
}
