using System.Globalization;
using Metrics.Grapher;
using Metrics.Web.Endpoints;
using Metrics.Web.Serving;

namespace Metrics.Web.Pages;

/// <summary>A click into a graph, as a browser sends it from an <c>input</c> of type <c>image</c>: the point, in pixels of the picture. The form
/// says what the pixels mean, so that the click means what its reader saw and not what has come since.</summary>
internal static class ZoomClick
{
    /// <summary>The parameters of a click.</summary>
    public static readonly string[] Names = ["zoom", "at.x", "at.y"];

    /// <summary>A click shows this part of the time, around the point.</summary>
    private const int Part = 4;

    private const long Shortest = 60;

    /// <summary>The value of the hidden field: both ends of the time, and where they are in the picture.</summary>
    public static string Field(InlineGraph graph) => string.Create(CultureInfo.InvariantCulture, $"{graph.From},{graph.To},{graph.Left:0},{graph.Right:0}");

    /// <summary>Whether the request is a click.</summary>
    public static bool Is(IQueryCollection query) => Names.Any(query.ContainsKey);

    /// <summary>The time to show, or why there is none.</summary>
    public static (long From, long To)? Read(IQueryCollection query, out Refusal? refusal)
    {
        refusal = Refusal.BadRequest("The click does not say where in which time it was.");
        var field = query["zoom"].ToString().Split(',');
        var numbers = new long[6];
        string[] texts = [.. field, query["at.x"].ToString(), query["at.y"].ToString()];
        if (texts.Length != numbers.Length)
            return null;
        for (var i = 0; i < texts.Length; i++)
            if (!long.TryParse(texts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        var (from, to, left, right, x, y) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
        if (Interval.Of(from, to, out _) is null || left >= right)
            return null;
        refusal = null;
        var part = Math.Max(Shortest, (to - from) / Part);
        // A keyboard has no point; its reader wants the newest.
        var share = (x, y) == (0, 0) ? 1 : Math.Clamp((double)(x - left) / (right - left), 0, 1);
        var start = Math.Max(from, Math.Min(to - part, (long)(from + share * (to - from)) - part / 2));
        return (start, start + part);
    }
}
