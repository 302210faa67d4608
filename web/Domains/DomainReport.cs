using System.Collections.Immutable;
using Metrics.Analyzers.Usage;
using Metrics.Grapher;

namespace Metrics.Web.Domains;

/// <summary>The usage of one domain over one time, as its page, its table and its data show it.</summary>
public sealed class DomainReport
{
    private static readonly (Measure Measure, string Reason)[] Reasons =
    [
        (Measure.MailRejectedBlockList, "Sender on a block list"),
        (Measure.MailRejectedUnknownRecipient, "No such user"),
        (Measure.MailRejectedGreylist, "Greylisted"),
        (Measure.MailRejectedSpam, "Spam"),
        (Measure.MailRejectedVirus, "Virus"),
        (Measure.MailRejectedSender, "Sender's address"),
        (Measure.MailRejectedHelo, "Name of the sending host"),
        (Measure.MailRejectedRelay, "Relay not permitted"),
        (Measure.MailRejectedRate, "Too many at once"),
        (Measure.MailRejectedOther, "Other reasons"),
    ];

    private readonly Dictionary<Measure, long> totals;
    private readonly Dictionary<Measure, long> before;
    private readonly ImmutableArray<(DateTime Local, Measure Measure, long Value)> counted;
    private readonly DateOnly today;

    private DomainReport(
        string domain, ReportPeriod period, ImmutableArray<(DateTime, Measure, long)> counted, Dictionary<Measure, long> before,
        ImmutableArray<NamedUsage> users, DateOnly today)
    {
        (Domain, Period, this.counted, this.before, Users, this.today) = (domain, period, counted, before, users, today);
        totals = Sum(counted.Select(c => (c.Item2, c.Item3)));
    }

    /// <summary>The domain.</summary>
    public string Domain { get; }

    /// <summary>The time.</summary>
    public ReportPeriod Period { get; }

    /// <summary>Its users, in the order of their names.</summary>
    public ImmutableArray<NamedUsage> Users { get; }

    /// <summary>Whether the time has passed, so that nothing changes any more.</summary>
    public bool IsFinal => Period.End <= today;

    /// <summary>Whether what follows has not begun.</summary>
    public bool IsLast => Period.End > today;

    /// <summary>Whether anything of mail was counted.</summary>
    public bool HasMail => totals.Keys.Any(m => m is >= Measure.MailSent and <= Measure.MailRejectedRate);

    /// <summary>Whether anything of FTP was counted.</summary>
    public bool HasFtp => totals.Keys.Any(m => m is >= Measure.FtpDownloads and <= Measure.FtpRefusedServer);

    /// <summary>Whether anything of a web server was counted.</summary>
    public bool HasWeb => totals.ContainsKey(Measure.WebRequests);

    /// <summary>What was counted over the whole time, in the order of the measures.</summary>
    public IEnumerable<(Measure Measure, long Value)> Totals => totals.OrderBy(t => t.Key).Select(t => (t.Key, t.Value));

    /// <summary>Reads a report.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="period">The time.</param>
    /// <param name="zone">The zone of its days.</param>
    /// <param name="today">The day it is.</param>
    public static DomainReport Read(UsageReader usage, string domain, ReportPeriod period, TimeZoneInfo zone, DateOnly today)
    {
        var (from, to) = (ReportPeriod.Begin(period.First, zone), ReportPeriod.Begin(period.End, zone));
        ImmutableArray<(DateTime, Measure, long)> counted =
        [
            .. usage.Counted(domain, from, to)
                .Select(c => (TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(c.Begin), zone).DateTime, c.Measure, c.Value)),
        ];
        var before = Sum(usage.Counted(domain, ReportPeriod.Begin(period.Previous.First, zone), from).Select(c => (c.Measure, c.Value)));
        ImmutableArray<NamedUsage> users =
        [
            .. usage.Users(domain, from, to).GroupBy(u => u.User)
                .Select(u => new NamedUsage(u.Key, u.ToImmutableDictionary(one => one.Measure, one => one.Value))),
        ];
        return new DomainReport(domain, period, counted, before, users, today);
    }

    /// <summary>The value of a measure over the whole time.</summary>
    public long this[Measure measure] => totals.GetValueOrDefault(measure);

    /// <summary>How a measure compares with the time before: <c>+4 % on February</c>; empty when there was nothing, or the time has not passed.</summary>
    public string Change(Measure measure)
    {
        var (now, then) = (this[measure], before.GetValueOrDefault(measure));
        if (then == 0 || !IsFinal)
            return "";
        var percent = Math.Round(100.0 * (now - then) / then);
        return $"{(percent < 0 ? "\u2212" : "+")}{Math.Abs(percent):0}\u00A0% on {Period.Previous.ShortTitle}";
    }

    /// <summary>Why mail was refused, most first.</summary>
    public IEnumerable<(string Reason, long Messages)> Refusals =>
        Reasons.Select(r => (r.Reason, Messages: this[r.Measure])).Where(r => r.Messages > 0).OrderByDescending(r => r.Messages);

    /// <summary>Messages per day or month.</summary>
    public BarChart MessageBars => Bars("messages", "Messages", "messages", GraphUnit.Count,
        ("Delivered", SeriesColour.Green, [Measure.MailReceived]),
        ("Sent", SeriesColour.Blue, [Measure.MailSent]),
        ("Refused", SeriesColour.Rose, [Measure.MailRejected]));

    /// <summary>Bytes over FTP per day or month.</summary>
    public BarChart FtpBars => Bars("ftp", "Bytes", "", GraphUnit.Traffic,
        ("Downloads", SeriesColour.Blue, [Measure.FtpDownloadBytes]),
        ("Uploads", SeriesColour.Orange, [Measure.FtpUploadBytes]));

    /// <summary>Web requests per day or month.</summary>
    public BarChart WebBars => Bars("web", "Requests", "requests", GraphUnit.Count,
        ("Answered", SeriesColour.Green, [Measure.WebStatus2xx, Measure.WebStatus3xx]),
        ("Refused or not found", SeriesColour.Orange, [Measure.WebStatus4xx]),
        ("Failed", SeriesColour.Rose, [Measure.WebStatus5xx, Measure.WebStatusOther]));

    /// <summary>When mail arrives, by weekday and hour.</summary>
    public HeatMap Arrivals
    {
        get
        {
            var cells = new double[7 * 24];
            foreach (var (local, measure, value) in counted)
                if (measure == Measure.MailReceived)
                    cells[((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour] += value;
            return new HeatMap("arrivals", "When mail arrives", GraphUnit.Count, SeriesColour.Green, [.. cells]);
        }
    }

    private BarChart Bars(string name, string what, string counts, GraphUnit unit, params (string Label, SeriesColour Colour, Measure[] Measures)[] layers)
    {
        var bars = Period.Bars == BarPeriod.Day ? Period.End.DayNumber - Period.First.DayNumber : 12;
        var known = Enumerable.Range(0, bars).Count(bar => (Period.Bars == BarPeriod.Day ? Period.First.AddDays(bar) : Period.First.AddMonths(bar)) <= today);
        return new BarChart(name, $"{what} per {(Period.Bars == BarPeriod.Day ? "day" : "month")}", unit, Period.Bars, Period.First,
            [.. layers.Select(l => new BarLayer(l.Label, l.Colour, Values(l.Measures)))])
        { Counted = counts };

        ImmutableArray<double> Values(Measure[] measures)
        {
            var values = new double[bars];
            // What has not been yet is unknown, not nothing.
            values.AsSpan(known).Fill(double.NaN);
            foreach (var (local, measure, value) in counted)
            {
                var bar = Period.Bars == BarPeriod.Day ? DateOnly.FromDateTime(local).DayNumber - Period.First.DayNumber : local.Month - 1;
                if (measures.Contains(measure) && bar < known)
                    values[bar] += value;
            }
            return [.. values];
        }
    }

    private static Dictionary<Measure, long> Sum(IEnumerable<(Measure Measure, long Value)> counted) =>
        counted.GroupBy(c => c.Measure).ToDictionary(c => c.Key, c => c.Sum(one => one.Value));
}
