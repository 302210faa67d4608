using System.Collections.Immutable;
using System.Globalization;
using Metrics.Actions.Mail;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>A mail about one incident, or about several that came together.</summary>
public static class AlertLetter
{
    /// <summary>So many incidents have a part of the mail and a graph each; more are rows of a table, and of more than <see cref="MostRows"/> only their number is told.</summary>
    private const int MostParts = 3, MostRows = 100;

    /// <summary>Makes the mail.</summary>
    /// <param name="notices">What it tells, at least one; the worst first.</param>
    /// <param name="server">Name of the server.</param>
    /// <param name="pages">What the pages know.</param>
    /// <param name="zone">The zone of its times.</param>
    /// <param name="now">The time.</param>
    public static MailContent Of(IReadOnlyList<Notice> notices, string server, IAlertPages pages, TimeZoneInfo zone, DateTimeOffset now)
    {
        var sections = notices.Take(MostParts).Select((notice, i) => Section(notice, pages, notices.Count == 1, i, zone, now)).ToList();
        if (notices.Count > MostParts)
            sections.Add(Rest([.. notices.Skip(MostParts)], zone, now));
        return new MailContent($"{Subject(notices, now)} ({server})", [.. sections], pages.Page)
        {
            Thread = notices.Count == 1 ? $"incident {notices[0].Incident.Id}" : "",
        };
    }

    /// <summary>What all of them are, as one line.</summary>
    public static string Subject(IReadOnlyList<Notice> notices, DateTimeOffset now)
    {
        if (notices.Count == 1)
            return Line(notices[0], now);
        var over = notices.Count(notice => notice.IsEnd);
        var critical = notices.Count(notice => !notice.IsEnd && notice.Incident.Level == RuleLevel.Critical);
        var warnings = notices.Count - over - critical;
        string[] parts = [critical > 0 ? $"{critical} critical" : "", warnings > 0 ? $"{warnings} {(warnings == 1 ? "warning" : "warnings")}" : "", over > 0 ? $"{over} over" : ""];
        return $"{string.Join(", ", parts.Where(part => part.Length > 0))}: {notices[0].Incident.Title} and {notices.Count - 1} more";
    }

    /// <summary>How long something lasted, in the two largest units: <c>2 h 5 min</c>.</summary>
    public static string Length(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => $"{span.TotalSeconds:0} s",
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };

    /// <summary>What is told of an incident, as one line.</summary>
    internal static string Line(Notice notice, DateTimeOffset now)
    {
        var incident = notice.Incident;
        var length = Length(incident.LengthAt(now));
        return notice.Kind switch
        {
            NoticeKind.Resolved => $"Resolved: {incident.Title}, after {length}",
            NoticeKind.Passed => $"Was {Word(incident.Worst)} and is over: {incident.Title}, after {length}",
            NoticeKind.Flapping => $"Flapping: {incident.Title}, {Often(notice)}",
            NoticeKind.Again when incident.IsFlapping => $"Still flapping: {incident.Title}, for {length}, {Often(notice)}",
            NoticeKind.Again => $"Still {Word(incident.Level)}: {incident.Title}, for {length}",
            NoticeKind.Settled => $"Settled, still {Word(incident.Level)}: {incident.Title}, for {length}",
            _ when incident.Worst > incident.Level => $"Was {Word(incident.Worst)}, is {Word(incident.Level)}: {incident.Title}",
            _ => $"{(incident.Level == RuleLevel.Critical ? "Critical" : "Warning")}: {incident.Title}",
        };
    }

    private static string Word(RuleLevel level) => level == RuleLevel.Critical ? "critical" : "a warning";

    private static string Often(Notice notice) => $"{notice.Recurrence.Times} times in {Length(notice.Recurrence.Within)}";

    private static MailSection Section(Notice notice, IAlertPages pages, bool isAlone, int index, TimeZoneInfo zone, DateTimeOffset now)
    {
        var incident = notice.Incident;
        var sentences = ImmutableArray.CreateBuilder<string>();
        sentences.Add(notice.IsEnd
            ? $"{incident.Title}: from {Moment(incident.Started, zone)} until {Moment(incident.Ended ?? now, zone)}, {Length(incident.LengthAt(now))}."
            : $"{incident.Title}: since {Moment(incident.Started, zone)}.");
        sentences.Add($"{(double.IsNaN(incident.Value) ? "" : $"The value that raised it was {Number(incident.Value)}. ")}Rule {incident.Rule}.");
        if (incident.IsFlapping && !notice.IsEnd)
            sentences.Add("It comes and goes. You are told when it keeps still, and when it gets worse; not each time.");
        var acknowledge = notice.IsEnd || incident.AcknowledgedBy is not null ? "" : pages.Acknowledge(incident);
        return new MailSection(isAlone ? "" : Line(notice, now), sentences.ToImmutable())
        {
            Lines = incident.Details,
            Link = acknowledge.Length > 0 ? new MailLink("I look after it", acknowledge) : null,
            Figures = pages.Graph(incident, $"graph-{index}") is { } figure ? [figure] : [],
        };
    }

    private static MailSection Rest(IReadOnlyList<Notice> notices, TimeZoneInfo zone, DateTimeOffset now)
    {
        var rows = notices.Take(MostRows).Select(notice => (ImmutableArray<string>)[Line(notice, now), Moment(notice.Incident.Started, zone), double.IsNaN(notice.Incident.Value) ? "" : Number(notice.Incident.Value)]);
        return new MailSection($"And {notices.Count} more", notices.Count > MostRows ? [$"The first {MostRows} of them:"] : []) { Tables = [new MailTable("", [.. rows])] };
    }

    private static string Moment(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("ddd d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
