using Hangfire;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.Analyzers.Usage;
using Metrics.Web.Configuration;
using Metrics.Web.Domains;

namespace Metrics.Web.Reports;

/// <summary>Writes the reports of the month that has ended to the outbox, each once: the outbox knows what it has had.</summary>
[AutomaticRetry(Attempts = 0)]
internal sealed class MonthlyReports(MetricsSettings settings, UsageReader usage, OutboxTable outbox, TimeProvider time)
{
    /// <summary>The last lines of the month are read by then.</summary>
    private static readonly TimeSpan Begin = TimeSpan.FromHours(1);

    /// <summary>A machine that was off for so long still sends them; a report that is configured later in a month begins with that month.</summary>
    private const int LastDay = 7;

    /// <summary>Writes what is due and was not written before.</summary>
    public void Run()
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), settings.Server.TimeZone);
        if (now.Day > LastDay || (now.Day == 1 && now.TimeOfDay < Begin))
            return;
        var month = ReportPeriod.Of(DateOnly.FromDateTime(now.DateTime), ReportLength.Month).Previous;
        foreach (var template in settings.Reports)
            foreach (var domain in template.Subjects)
                Write(template, domain, month, now.DateTime);
    }

    private void Write(ReportTemplate template, string domain, ReportPeriod month, DateTime now)
    {
        var waiting = (template.To.Count > 0 ? template.To : settings.Mail.To).Select(to => (To: to, Key: $"report/{template.Name}/{domain}/{month.Name}/{to}"))
            .Where(one => !outbox.Knows(one.Key)).ToList();
        if (waiting.Count == 0)
            return;
        var report = DomainReport.Read(usage, domain, month, settings.Server.TimeZone, now);
        if (!report.HasMail && !report.HasFtp && !report.HasWeb)
            return;
        var letter = ReportLetter.Of(report, settings.Server.Title, settings.Mail.Link).ToLetter();
        foreach (var (to, key) in waiting)
        {
            using var mail = MailText.Make(settings.Mail, to, key, time.GetUtcNow(), letter);
            outbox.Add(new OutboxMessage(key, "mail", to, letter.Subject, MailText.Bytes(mail)), settings.Mail.Life);
        }
    }
}
