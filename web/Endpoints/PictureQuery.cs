using System.Collections.Immutable;
using System.Globalization;
using Metrics.Grapher;
using Metrics.Web.Pages;
using Metrics.Web.Serving;

namespace Metrics.Web.Endpoints;

/// <summary>The parameters of a picture's address. Those that a format does not take have been refused before.</summary>
internal static class PictureQuery
{
    /// <summary>Reads the parameters, or says which one is wrong.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="refusal">What is wrong; null when nothing is.</param>
    /// <param name="usualWidth">The width without a parameter, in CSS pixels.</param>
    /// <param name="usualHeight">The height without a parameter.</param>
    public static PictureOptions? Read(IQueryCollection query, out Refusal? refusal, int usualWidth = 620, int usualHeight = 200)
    {
        refusal = null;
        var width = Number(query, "w", 120, 4000, usualWidth, ref refusal);
        var height = Number(query, "h", 24, 2000, usualHeight, ref refusal);
        var (scale, axis) = Scales(query, ref refusal);
        var legend = Number(query, "legend", 0, 1, 1, ref refusal);
        var title = Number(query, "title", 0, 1, 0, ref refusal);
        if (width * scale * height * scale > PictureOptions.MostPixels)
            refusal ??= Refusal.BadRequest($"A picture has at most {PictureOptions.MostPixels} device pixels; w, h and scale ask for {width * scale} times {height * scale}.");
        GraphTheme? theme = null;
        if (query["theme"] is [{ } text] && !PageQuery.TryReadTheme(text, out theme))
            refusal ??= Refusal.BadRequest("The parameter theme takes auto, light or dark.");
        if (query["bg"] is [not ("card" or "none")])
            refusal ??= Refusal.BadRequest("The parameter bg takes card or none.");
        return refusal is null
            ? new PictureOptions(width, height, theme ?? GraphTheme.Auto, scale, title == 1, legend == 1)
            {
                Transparent = query["bg"] is ["none"],
                FullScale = axis == "full",
                CommonScale = axis == "common",
            }
            : null;
    }

    /// <summary>The graph with only the series that <c>series=a,b</c> names, or says which one it does not have.</summary>
    public static GraphDefinition? Select(IQueryCollection query, GraphDefinition graph, out Refusal? refusal)
    {
        refusal = null;
        if (query["series"] is not [{ } text])
            return graph;
        var names = text.Split(',');
        ImmutableArray<GraphSeries> chosen = [.. graph.Series.Where(series => names.Contains(series.Series.Value, StringComparer.Ordinal))];
        if (chosen.Length == names.Length)
            return graph with { Series = chosen };
        refusal = Refusal.BadRequest($"The parameter series takes names of this graph's series: {string.Join(", ", graph.Series.Select(series => series.Series))}.");
        return null;
    }

    /// <summary>The parameter scale names two things and may be given for both: device pixels per CSS pixel, and what the value axis reaches.</summary>
    private static (int Pixels, string Axis) Scales(IQueryCollection query, ref Refusal? refusal)
    {
        var (pixels, axis) = (1, "auto");
        foreach (var text in query["scale"])
        {
            if (text is "1" or "2" or "3")
                pixels = text[0] - '0';
            else if (text is "auto" or "full" or "common")
                axis = text;
            else
                refusal ??= Refusal.BadRequest("The parameter scale takes a whole number from 1 to 3, or auto, full or common.");
        }
        return (pixels, axis);
    }

    private static int Number(IQueryCollection query, string name, int least, int most, int usual, ref Refusal? refusal)
    {
        if (query[name] is not [{ } text])
            return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        refusal ??= Refusal.BadRequest($"The parameter {name} takes a whole number from {least} to {most}.");
        return usual;
    }
}
