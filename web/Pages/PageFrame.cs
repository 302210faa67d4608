using System.Collections.Immutable;
using System.Globalization;
using Metrics.Actions.Incidents;
using Metrics.Grapher;

namespace Metrics.Web.Pages;

/// <summary>What stands around the content of every page: header, navigation, footer, and how links are made.</summary>
public sealed class PageFrame
{
    /// <summary>The way from the page to the root, so that all links are relative: <c>./</c>, <c>../</c>.</summary>
    public required string Root { get; init; }

    /// <summary>What the address said.</summary>
    public required PageQuery Query { get; init; }

    /// <summary>Name of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>One line about it.</summary>
    public required string Description { get; init; }

    /// <summary>When the page was made, in the zone of the server.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The zone of every time on the page.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The sections that have data.</summary>
    public required ImmutableArray<string> Sections { get; init; }

    /// <summary>Where this reader begins, below the root.</summary>
    public string Home { get; init; } = "";

    /// <summary>Whether the reader sees pages of the machine, and not only of domains.</summary>
    public bool HasMachine => Home.Length == 0;

    /// <summary>Whether usage of domains is counted.</summary>
    public bool HasDomains { get; init; }

    /// <summary>Whether the page never loads itself again, whatever the reader wants of others.</summary>
    public bool IsStill { get; init; }

    /// <summary>The refresh interval in seconds; 0: the page stands still.</summary>
    public required int Interval { get; init; }

    /// <summary>Seconds until the page loads itself again, aligned to the data.</summary>
    public required int Delay { get; init; }

    /// <summary>Seconds between data.</summary>
    public required int DataStep { get; init; }

    /// <summary>Seconds between refreshes when the installation is no longer new.</summary>
    public required int UsualInterval { get; init; }

    /// <summary>Seconds since the first data; null when there are none yet.</summary>
    public required long? AgeSeconds { get; init; }

    /// <summary>Sources that have faults now.</summary>
    public required int FaultySources { get; init; }

    /// <summary>Rules that cannot be worked out.</summary>
    public int FaultyRules { get; init; }

    /// <summary>Incidents that last, the newest first; null for who does not see them.</summary>
    public IReadOnlyList<Incident>? Incidents { get; init; }

    /// <summary>Who is signed in; null when nobody had to.</summary>
    public string? UserName { get; init; }

    /// <summary>Whether pages have the script that puts new data in their place.</summary>
    public bool HasScript { get; init; }

    /// <summary>True in the first hour of an installation.</summary>
    public bool IsNew => AgeSeconds is null or < 3600;

    /// <summary>The theme that the address asks for; null: the reader's own.</summary>
    public string? ThemeName => Query.Theme is { } theme ? NameOf(theme) : null;

    /// <summary>The current range.</summary>
    public GraphRange Range => Query.Range ?? GraphRange.Day;

    /// <summary>A link to another page that keeps theme and refresh.</summary>
    public string Link(string path) => Root + path + Query.ToText(withRange: false);

    /// <summary>A link to another page of many graphs, that keeps the range too.</summary>
    public string LinkWithRange(string path) => Root + path + Query.ToText(withRange: true);

    /// <summary>This page with another range.</summary>
    public string WithRange(GraphRange range) => (Query with { Range = range }).ToText(withRange: true);

    /// <summary>This page standing still, or moving again.</summary>
    public string WithRefresh(int? seconds) => (Query with { Refresh = seconds }).ToText(withRange: true) is { Length: > 0 } query ? query : "?";

    /// <summary>The page of a graph, for forms: they bring their own parameters.</summary>
    public string GraphPath(GraphDefinition graph) => $"{Root}g/{Uri.EscapeDataString(graph.Name)}";

    /// <summary>The page of a graph.</summary>
    public string GraphLink(GraphDefinition graph) => Link("g/" + Uri.EscapeDataString(graph.Name));

    /// <summary>The page of a graph over a time of one's own.</summary>
    public string GraphLink(GraphDefinition graph, long from, long to)
    {
        var kept = Query.ToText(withRange: false);
        return $"{GraphPath(graph)}{kept}{(kept.Length == 0 ? '?' : '&')}from={Utc(from)}&to={Utc(to)}";
    }

    /// <summary>A drawing of a graph, without legend: the page has it.</summary>
    public string Drawing(GraphDefinition graph, GraphRange range, int width, int height, GraphTheme theme) =>
        string.Create(CultureInfo.InvariantCulture, $"{File(graph, range, "svg")}?w={width}&h={height}&theme={NameOf(theme)}&legend=0");

    /// <summary>A graph as a file of its own.</summary>
    public string File(GraphDefinition graph, GraphRange range, string extension) =>
        $"{Root}{FilePath(graph, range, extension)}";

    /// <summary>Where a graph is as a file, below the root.</summary>
    public static string FilePath(GraphDefinition graph, GraphRange range, string extension) =>
        $"g/{Uri.EscapeDataString(graph.Name)}/{(range.End is { } end ? $"from/{Utc((end - range.Span).ToUnixTimeSeconds())}/to/{Utc(end.ToUnixTimeSeconds())}" : range.Name)}.{extension}";

    /// <summary>A graph as a PNG that stands alone, in twice the size for paper and sharp screens.</summary>
    public string Png(GraphDefinition graph, GraphRange range, int width, int height) =>
        string.Create(CultureInfo.InvariantCulture, $"{File(graph, range, "png")}?w={width}&h={height}&scale=2&theme={NameOf(Query.Theme ?? GraphTheme.Light)}&title=1");

    /// <summary>The title of a range: its name, or its two ends.</summary>
    public string TitleOf(GraphRange range) =>
        range.End is { } end ? $"{Day(end - range.Span)} to {Day(end)}" : Words.TitleOf(range);

    /// <summary>A moment that has passed, as short as it is plain: the time, with the day of the week or the date before it.</summary>
    /// <param name="unixSeconds">The moment.</param>
    /// <param name="hasSeconds">Whether it is told to the second.</param>
    public string Clock(long unixSeconds, bool hasSeconds = false)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), Zone);
        var days = (Now.Date - local.Date).Days;
        var day = days == 0 ? "" : days is > 0 and < 6 ? "ddd " : local.Year == Now.Year ? "ddd d MMM " : "d MMM yyyy ";
        return local.ToString(day + (hasSeconds ? "HH:mm:ss" : "HH:mm"), CultureInfo.InvariantCulture);
    }

    /// <summary>The date and time of the page.</summary>
    public string NowText => Now.ToString("ddd d MMM yyyy, HH:mm ", CultureInfo.InvariantCulture) + ZoneName.At(Zone, Now);

    private string Day(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone).ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    private static string Utc(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A theme as addresses and style sheets name it.</summary>
    public static string NameOf(GraphTheme theme) => theme == GraphTheme.Dark ? "dark" : "light";
}
