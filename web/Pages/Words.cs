using System.Globalization;
using Metrics.Actions.Incidents;
using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>Short sentences and names for people.</summary>
internal static class Words
{
    private static readonly Dictionary<string, string> SectionTitles = new()
    {
        ["cpu"] = "CPU",
        ["disk"] = "Disks",
        ["ftp"] = "FTP",
        ["raid"] = "RAID",
        ["tcp"] = "TCP",
    };

    /// <summary>The title of a section.</summary>
    public static string TitleOf(string section) =>
        SectionTitles.GetValueOrDefault(section) ?? (section.Length == 0 ? "Other" : char.ToUpperInvariant(section[0]) + section[1..]);

    /// <summary>What one series of a graph is, alone: a sensor says it itself, other labels need what they are of before them.</summary>
    public static string TitleOf(GraphDefinition graph, GraphSeries series)
    {
        const string traffic = " traffic";
        return graph.Unit is GraphUnit.Celsius or GraphUnit.Rpm or GraphUnit.Volts or GraphUnit.Amperes or GraphUnit.Watts ? series.Label
            : graph.Series.Length == 1 ? graph.Title
            : $"{(graph.Title.EndsWith(traffic, StringComparison.Ordinal) ? graph.Title[..^traffic.Length] : graph.Title)} {InSentence(series.Label)}";
    }

    /// <summary>The title of a range.</summary>
    public static string TitleOf(GraphRange range) => range.Name switch
    {
        "6h" => "6 h",
        "day" => "Day",
        "week" => "Week",
        "month" => "Month",
        "year" => "Year",
        _ => "Custom",
    };

    /// <summary>How long a range is.</summary>
    public static string LengthOf(GraphRange range) => range.Name switch
    {
        "day" => "30 hours, so that this time yesterday is on the graph",
        "week" => "8 days; the tint is the lowest and highest value",
        "month" => "35 days; the tint is the lowest and highest value",
        "year" => "13 months; the tint is the lowest and highest value",
        _ => Span((long)range.Span.TotalSeconds),
    };

    /// <summary>A time span in its two largest units: <c>12 minutes</c>, <c>3 h 20 min</c>.</summary>
    public static string Span(long seconds) => seconds switch
    {
        < 1 => "less than a second",
        1 => "1 second",
        < 120 => $"{seconds} seconds",
        < 2 * 3600 => $"{seconds / 60} minutes",
        < 2 * 86_400 => $"{seconds / 3600} hours",
        _ => $"{seconds / 86_400} days",
    };

    /// <summary>A duration as it stands in tables: <c>10 s</c>.</summary>
    public static string Step(long seconds) => seconds % 60 == 0 && seconds > 0 ? $"{seconds / 60} min" : $"{seconds} s";

    /// <summary>A label in the middle of a sentence; abbreviations and names stay as they are.</summary>
    public static string InSentence(string label) =>
        label.Length > 1 && char.IsUpper(label[0]) && char.IsLower(label[1]) ? char.ToLowerInvariant(label[0]) + label[1..] : label;

    /// <summary>What a file system is: <c>xfs on /dev/md0</c>; empty when that is not known.</summary>
    public static string FileSystem(IReadOnlyDictionary<string, string> facts) =>
        facts.GetValueOrDefault("type") is { Length: > 0 } type && facts.GetValueOrDefault("device") is { Length: > 0 } device ? $"{type} on {device}" : "";

    /// <summary>One line under the title of a graph: what is known of the thing it shows, and how often it is read.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="step">Seconds between readings.</param>
    public static string About(IReadOnlyDictionary<string, string> facts, int step)
    {
        var speed = double.TryParse(facts.GetValueOrDefault("speed"), CultureInfo.InvariantCulture, out var bits) && bits > 0
            ? ValueFormat.Format(bits, GraphUnit.BitsPerSecond) : "";
        return string.Join(" · ", new[] { facts.GetValueOrDefault("alias", ""), speed, FileSystem(facts), $"sampled every {Step(step)}" }.Where(part => part.Length > 0));
    }

    /// <summary>How something differs from the day before: <c>+6 % on yesterday</c>; null when one of both is not known, or there was nothing
    /// yesterday.</summary>
    public static string? OnYesterday(double today, double yesterday)
    {
        const double mostInPercent = 10;
        if (!(yesterday > 0) || double.IsNaN(today))
            return null;
        var (ratio, percent) = (today / yesterday, Math.Round(100 * (today / yesterday - 1)));
        return ratio >= mostInPercent ? $"{Grouped((long)Math.Min(ratio, int.MaxValue))} times yesterday"
            : percent == 0 ? "as yesterday"
            : string.Create(CultureInfo.InvariantCulture, $"{(percent < 0 ? '\u2212' : '+')}{Math.Abs(percent)}\u00a0% on yesterday");
    }

    /// <summary>How many incidents there are of each level: <c>1 critical, 2 warnings</c>.</summary>
    public static string CountOf(IReadOnlyCollection<Incident> incidents)
    {
        var critical = incidents.Count(incident => incident.IsCritical);
        var warnings = incidents.Count - critical;
        var warning = $"{warnings} {(warnings == 1 ? "warning" : "warnings")}";
        return critical == 0 ? warning : warnings == 0 ? $"{critical} critical" : $"{critical} critical, {warning}";
    }

    /// <summary>A number with its thousands apart.</summary>
    public static string Grouped(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u2009");

    /// <summary>The class that carries the colour of a series.</summary>
    public static string ColourClass(SeriesColour colour) => $"s{(int)colour + 1}";

    /// <summary>The classes of the swatch in a legend: a square for areas and stacks, a bar for lines.</summary>
    public static string SwatchClass(GraphSeries series) =>
        series.Shape == SeriesShape.Line ? $"sw l {ColourClass(series.Colour)}" : $"sw {ColourClass(series.Colour)}";
}
