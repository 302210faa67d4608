using System.Collections.Immutable;
using System.Globalization;
using Metrics.Actions.Mail;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>A mail about one incident, or about several that came together.</summary>
public static class AlertLetter
{
    /// <summary>Of more incidents no pictures are drawn, and of more than <see cref="MostTold"/> only their number is told.</summary>
    private const int MostPictures = 3, MostTold = 50;

    /// <summary>Makes the mail.</summary>
    /// <param name="notices">What it tells, at least one.</param>
    /// <param name="server">Name of the server.</param>
    /// <param name="pages">What the pages know.</param>
    /// <param name="zone">The zone of its times.</param>
    /// <param name="now">The time.</param>
    public static MailContent Of(IReadOnlyList<Notice> notices, string server, IAlertPages pages, TimeZoneInfo zone, DateTimeOffset now)
    {
        var sections = notices.Take(MostTold).Select((notice, i) => Section(notice, i < MostPictures ? pages : null, i, pages.Acknowledge(notice.Incident), zone, now)).ToList();
        if (notices.Count > MostTold)
            sections.Add(new MailSection("", [$"And {notices.Count - MostTold} more."]));
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
        var over = notices.Count(notice => notice.Kind == NoticeKind.Resolved);
        var critical = notices.Count(notice => notice.Kind != NoticeKind.Resolved && notice.Incident.Level == RuleLevel.Critical);
        var warnings = notices.Count - over - critical;
        string[] parts = [critical > 0 ? $"{critical} critical" : "", warnings > 0 ? $"{warnings} {(warnings == 1 ? "warning" : "warnings")}" : "", over > 0 ? $"{over} resolved" : ""];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    /// <summary>How long something lasted, in the two largest units: <c>2 h 5 min</c>.</summary>
    public static string Length(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => $"{span.TotalSeconds:0} s",
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };

    private static string Line(Notice notice, DateTimeOffset now) => notice.Kind switch
    {
        NoticeKind.Resolved => $"Resolved: {notice.Incident.Title}, after {Length(notice.Incident.LengthAt(now))}",
        NoticeKind.Again => $"Still {Word(notice.Incident.Level)}: {notice.Incident.Title}, for {Length(notice.Incident.LengthAt(now))}",
        _ => $"{(notice.Incident.Level == RuleLevel.Critical ? "Critical" : "Warning")}: {notice.Incident.Title}",
    };

    private static string Word(RuleLevel level) => level == RuleLevel.Critical ? "critical" : "a warning";

    private static MailSection Section(Notice notice, IAlertPages? pages, int index, string acknowledge, TimeZoneInfo zone, DateTimeOffset now)
    {
        var incident = notice.Incident;
        var sentences = ImmutableArray.CreateBuilder<string>();
        var since = TimeZoneInfo.ConvertTime(incident.Started, zone).ToString("ddd d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);
        sentences.Add($"Since {since}{(double.IsNaN(incident.Value) ? "" : $"; the value was {incident.Value.ToString("0.####", CultureInfo.InvariantCulture)}")}. Rule {incident.Rule}.");
        if (incident.IsFlapping)
            sentences.Add("It comes and goes; you are not told each time.");
        if (acknowledge.Length > 0 && notice.Kind != NoticeKind.Resolved)
            sentences.Add($"To say that you look after it: {acknowledge}");
        return new MailSection(Line(notice, now), sentences.ToImmutable()) { Lines = incident.Details, Figures = pages?.Graph(incident, $"graph-{index}") is { } figure ? [figure] : [] };
    }
}
