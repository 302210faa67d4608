using System.Globalization;
using Metrics.Grapher;
using Metrics.Web.Serving;

namespace Metrics.Web.Pages;

/// <summary>What the address of a page may say beside the page.</summary>
/// <param name="Range">The time its graphs show; null: the day.</param>
/// <param name="Refresh">Seconds until it loads itself again, 0 for never; null: as configured.</param>
/// <param name="Theme">The colours; null: as the reader's system has it.</param>
public sealed record PageQuery(GraphRange? Range, int? Refresh, GraphTheme? Theme)
{
    private const int ShortestRefresh = 10;
    private const int LongestRefresh = 3600;

    /// <summary>Names of all parameters, for pages of many graphs.</summary>
    public static readonly string[] Names = ["range", "refresh", "theme"];

    /// <summary>Reads the parameters, or says which one is wrong.</summary>
    public static PageQuery? Read(IQueryCollection query, out Refusal? refusal)
    {
        refusal = null;
        GraphRange? range = null;
        int? refresh = null;
        GraphTheme? theme = null;
        if (query["range"] is [{ } rangeText] && (range = GraphRange.Find(rangeText)) is null)
            refusal = Refusal.BadRequest($"The parameter range takes {string.Join(", ", GraphRange.Named.Select(r => r.Name))}.");
        if (query["refresh"] is [{ } refreshText] && (refresh = ReadRefresh(refreshText)) is null)
            refusal = Refusal.BadRequest($"The parameter refresh takes off, or {ShortestRefresh} to {LongestRefresh} seconds.");
        if (query["theme"] is [{ } themeText] && !TryReadTheme(themeText, out theme))
            refusal = Refusal.BadRequest("The parameter theme takes auto, light or dark.");
        return refusal is null ? new PageQuery(range, refresh, theme) : null;
    }

    /// <summary>The parameters as the end of an address, so that a link keeps what its reader chose.</summary>
    /// <param name="withRange">Whether the page linked to has ranges.</param>
    public string ToText(bool withRange)
    {
        var fields = Fields(withRange);
        return fields.Count == 0 ? "" : '?' + string.Join('&', fields.Select(field => $"{field.Name}={field.Value}"));
    }

    /// <summary>The parameters as fields of a form.</summary>
    /// <param name="withRange">Whether the page that the form leads to has ranges.</param>
    public IReadOnlyList<(string Name, string Value)> Fields(bool withRange)
    {
        var fields = new List<(string, string)>(3);
        if (withRange && Range is not null)
            fields.Add(("range", Range.Name));
        if (Refresh is { } seconds)
            fields.Add(("refresh", seconds == 0 ? "off" : seconds.ToString(CultureInfo.InvariantCulture)));
        if (Theme is { } theme)
            fields.Add(("theme", theme == GraphTheme.Dark ? "dark" : "light"));
        return fields;
    }

    /// <summary>Reads the name of a theme; <c>auto</c> is null.</summary>
    public static bool TryReadTheme(string text, out GraphTheme? theme)
    {
        theme = text switch { "light" => GraphTheme.Light, "dark" => GraphTheme.Dark, _ => null };
        return theme is not null || text == "auto";
    }

    private static int? ReadRefresh(string text) => text switch
    {
        "off" => 0,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= ShortestRefresh and <= LongestRefresh => seconds,
        _ => null,
    };
}
