using System.Collections.Immutable;
using Metrics.Actions.Mail;
using Metrics.Analyzers.Usage;
using Metrics.Grapher;
using Metrics.Web.Domains;
using Metrics.Web.Pages;

namespace Metrics.Web.Reports;

/// <summary>A domain's report as a mail: what its page says first, with the figures as pictures.</summary>
internal static class ReportLetter
{
    private const int Width = 620, Height = 220, MostRows = 10;

    /// <summary>Makes the mail.</summary>
    /// <param name="report">The report.</param>
    /// <param name="server">Name of the server.</param>
    /// <param name="link">The address of the pages; empty: no link.</param>
    public static MailContent Of(DomainReport report, string server, string link)
    {
        var isServer = report.Domain.Length == 0;
        var path = isServer ? "usage" : $"d/{Uri.EscapeDataString(report.Domain)}";
        var sections = ImmutableArray.CreateBuilder<MailSection>();
        if (report.HasMail)
            sections.Add(Mail(report));
        if (report.HasFtp)
            sections.Add(Ftp(report));
        if (report.HasWeb)
            sections.Add(Web(report));
        return new MailContent($"{(isServer ? server : report.Domain)}, {report.Period.Title}", sections.ToImmutable(), link.Length == 0 ? "" : $"{link}/{path}/{report.Period.Name}");
    }

    private static MailSection Mail(DomainReport report)
    {
        var tables = ImmutableArray.CreateBuilder<MailTable>();
        tables.Add(new MailTable("",
        [
            Count(report, "Delivered", Measure.MailReceived), Size("Received size", report[Measure.MailReceivedBytes]), Count(report, "Sent", Measure.MailSent),
            Size("Sent size", report[Measure.MailSentBytes]), Count(report, "Refused", Measure.MailRejected), Count(report, "Spam", Measure.MailFoundSpam),
        ]));
        Add(tables, "Why mail was refused", report.Refusals.Select(r => Row(r.Reason, Words.Grouped(r.Messages), ValueFormat.Format(100.0 * r.Messages / report[Measure.MailRejected], GraphUnit.Percent))));
        Add(tables, "Mailboxes that received most", Users(report, Measure.MailReceived, Measure.MailReceivedBytes));
        Add(tables, "Mailboxes that sent most", Users(report, Measure.MailSent, Measure.MailSentBytes));
        return new MailSection("Mail", report.Delays.Length > 0 ? [report.Delays] : [])
        {
            Figures = [Picture(report.MessageBars), Picture(report.Arrivals)],
            Tables = tables.ToImmutable(),
        };
    }

    private static MailSection Ftp(DomainReport report)
    {
        var tables = ImmutableArray.CreateBuilder<MailTable>();
        tables.Add(new MailTable("",
        [
            Count(report, "Downloads", Measure.FtpDownloads), Size("Size of downloads", report[Measure.FtpDownloadBytes]),
            Count(report, "Uploads", Measure.FtpUploads), Size("Size of uploads", report[Measure.FtpUploadBytes]),
        ]));
        return new MailSection("FTP", []) { Figures = [Picture(report.FtpBars)], Tables = tables.ToImmutable() };
    }

    private static MailSection Web(DomainReport report)
    {
        ImmutableArray<string> sentences = report.Visitors > 0 ? [$"About {Words.Grouped(report.Visitors)} different addresses asked for pages, programs left out."] : [];
        return new MailSection("Web", sentences)
        {
            Figures = [Picture(report.WebBars)],
            Tables = [new MailTable("", [Count(report, "Requests", Measure.WebRequests), Size("Size", report[Measure.WebBytes]), Count(report, "Requests of programs", Measure.WebBots)])],
        };
    }

    private static void Add(ImmutableArray<MailTable>.Builder tables, string title, IEnumerable<ImmutableArray<string>> rows)
    {
        ImmutableArray<ImmutableArray<string>> all = [.. rows];
        if (all.Length > 0)
            tables.Add(new MailTable(title, all));
    }

    private static IEnumerable<ImmutableArray<string>> Users(DomainReport report, Measure messages, Measure bytes) =>
        report.Users.Where(user => user[messages] > 0).OrderByDescending(user => user[messages]).Take(MostRows)
            .Select(user => Row(user.Name == "*" ? "others" : $"{user.Name}@{report.Domain}", Words.Grouped(user[messages]), ValueFormat.Format(user[bytes], GraphUnit.Traffic)));

    private static ImmutableArray<string> Count(DomainReport report, string title, Measure measure) => Row(title, Words.Grouped(report[measure]), report.Change(measure));

    private static ImmutableArray<string> Size(string title, long bytes) => Row(title, ValueFormat.Format(bytes, GraphUnit.Traffic), "");

    private static ImmutableArray<string> Row(params ImmutableArray<string> cells) => cells;

    private static MailFigure Picture(Figure figure) =>
        new(figure.Name, figure.Sentence, figure.Png(new PictureOptions(Width, Height, GraphTheme.Light, Scale: 2)), Width);
}
