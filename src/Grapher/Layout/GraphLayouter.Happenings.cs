using System.Globalization;
using Metrics.Grapher.Palette;

namespace Metrics.Grapher.Layout;

/// <content>What happened meanwhile: events as numbered flags, alerts as tints.</content>
internal sealed partial class GraphLayouter
{
    private const float FlagRadius = 7, FlagPitch = 2 * FlagRadius + 1;

    private void AlertTints()
    {
        foreach (var (level, box) in alerts)
            marks.Add(level == ThresholdLevel.Critical
                ? new Fill(box, Token.CriticalTint, Wash.Critical)
                : new Fill(box, Token.WarningTint, Wash.Warning));
    }

    /// <summary>The alerts that are at least partly on the graph, at least a pixel wide.</summary>
    private List<(ThresholdLevel Level, Box Box)> FindAlerts()
    {
        var found = new List<(ThresholdLevel, Box)>();
        foreach (var alert in definition.Alerts)
        {
            var (from, until) = (alert.From.ToUnixTimeSeconds(), alert.Until?.ToUnixTimeSeconds() ?? data.Now);
            if (alert.Level == ThresholdLevel.Reference || until < data.Start || from > data.End)
                continue;
            var left = Math.Clamp(scale.X(from), Plot.Left, Plot.Right - 1);
            found.Add((alert.Level, Plot with { Left = left, Right = Math.Clamp(scale.X(until), left + 1, Plot.Right) }));
        }
        return found;
    }

    /// <summary>Whether flags have room beside each other and beside the unit of the axis.</summary>
    private static bool FlagsFit(int count, int width)
    {
        const float unit = 44;
        return count * FlagPitch + unit <= PlotFrame.WidthIn(width);
    }

    /// <summary>The places of the flags, left to right: above their lines, but beside each other and beside the unit. They are taken
    /// before any text is placed.</summary>
    private float[] PlaceFlags(float unitWidth)
    {
        var places = new float[flags.Count];
        var free = Plot.Left + (unitWidth > 0 ? unitWidth + FlagRadius + 4 : 0);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Math.Max(scale.X(flags[i].Seconds), free);
            free = places[i] + FlagPitch;
        }
        // Those that were moved beyond the right edge move back, and their neighbours with them.
        var limit = Plot.Right;
        for (var i = places.Length - 1; i >= 0; i--)
        {
            places[i] = Math.Min(places[i], limit);
            limit = places[i] - FlagPitch;
            space.Take(new(places[i] - FlagRadius, Plot.Top - 4 - FlagRadius, places[i] + FlagRadius, Plot.Top - 4 + FlagRadius));
        }
        return places;
    }

    private void FlagLines()
    {
        foreach (var (seconds, _) in flags)
        {
            var x = PlotScale.Sharp(scale.X(seconds));
            marks.Add(new Rule(new(x, Plot.Top - 2), new(x, Plot.Bottom), Token.Ink3, RuleStyle.Event));
        }
    }

    private void Flags()
    {
        for (var i = 0; i < flagPlaces.Length; i++)
        {
            var (x, y) = (flagPlaces[i], Plot.Top - 4);
            marks.Add(new Tile(new(x - FlagRadius, y - FlagRadius, x + FlagRadius, y + FlagRadius), Token.Ink2, FlagRadius));
            marks.Add(LabelSpace.Make((i + 1).ToString(CultureInfo.InvariantCulture), x, y + 4, Anchor.Middle, TextStyle.Flag));
        }
    }
}
