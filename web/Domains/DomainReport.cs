using System.Collections.Immutable;
using Metrics.Analyzers.Tops;
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
        (Measure.MailRejectedTarpit, "Would not wait"),
        (Measure.MailRejectedOther, "Other reasons"),
    ];

    private const int MostOfTop = 20;

    // Of the measures from MailDelay1s on.
    private static readonly string[] DelayNames =
    [
        "within a second", "within 3 seconds", "within 10 seconds", "within 30 seconds", "within a minute", "within 3 minutes", "within 10 minutes",
        "within 30 minutes", "within an hour", "within 3 hours", "within 10 hours", "within a day", "later than a day",
    ];

    private readonly Dictionary<Measure, long> totals;
    private readonly Dictionary<Measure, long> before;
    private readonly ImmutableArray<(DateTime Local, Measure Measure, long Value)> counted;
    private readonly DateTime since;
    private readonly DateTime now;
    private readonly ImmutableDictionary<TopKind, IReadOnlyList<TopEntry>> tops;

    private DomainReport(
        string domain, ReportPeriod period, ImmutableArray<(DateTime, Measure, long)> counted, Dictionary<Measure, long> before,
        ImmutableArray<NamedUsage> users, ImmutableDictionary<TopKind, IReadOnlyList<TopEntry>> tops, long visitors, DateTime since, DateTime now)
    {
        (Domain, Period, this.counted, this.before, Users, this.since, this.now) = (domain, period, counted, before, users, since, now);
        (this.tops, Visitors) = (tops, visitors);
        totals = Sum(counted.Select(c => (c.Item2, c.Item3)));
    }

    /// <summary>The domain; empty for the server.</summary>
    public string Domain { get; }

    /// <summary>The time.</summary>
    public ReportPeriod Period { get; }

    /// <summary>Its users, in the order of their names.</summary>
    public ImmutableArray<NamedUsage> Users { get; }

    /// <summary>Whether the time has passed, so that nothing changes any more.</summary>
    public bool IsFinal => Period.End <= DateOnly.FromDateTime(now);

    /// <summary>Whether what follows has not begun.</summary>
    public bool IsLast => Period.End > DateOnly.FromDateTime(now);

    /// <summary>About how many different addresses asked for pages, programs that visit every page left out; 0 for a day, of which nobody counts them.</summary>
    public long Visitors { get; }

    /// <summary>Whether anything of mail was counted.</summary>
    public bool HasMail => totals.Keys.Any(m => m is >= Measure.MailSent and <= Measure.MailRejectedTarpit);

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
    /// <param name="now">The time in that zone.</param>
    public static DomainReport Read(UsageReader usage, string domain, ReportPeriod period, TimeZoneInfo zone, DateTime now)
    {
        var (from, to) = (ReportPeriod.Begin(period.First, zone), ReportPeriod.Begin(period.End, zone));
        ImmutableArray<(DateTime, Measure, long)> counted = [.. usage.Counted(domain, from, to).Select(c => (Local(c.Begin), c.Measure, c.Value))];
        var before = Sum(usage.Counted(domain, ReportPeriod.Begin(period.Previous.First, zone), from).Select(c => (c.Measure, c.Value)));
        ImmutableArray<NamedUsage> users =
        [
            .. usage.Users(domain, from, to).GroupBy(u => u.User)
                .Select(u => new NamedUsage(u.Key, u.ToImmutableDictionary(one => one.Measure, one => one.Value))),
        ];
        // Lists are of whole months.
        var hasTops = period.Length != ReportLength.Day;
        var tops = hasTops
            ? Enum.GetValues<TopKind>().ToImmutableDictionary(kind => kind, kind => usage.Top(domain, kind, from, to, MostOfTop))
            : ImmutableDictionary<TopKind, IReadOnlyList<TopEntry>>.Empty;
        return new DomainReport(domain, period, counted, before, users, tops, hasTops ? usage.Addresses(domain, from, to) : 0, usage.First() is { } first ? Local(first) : now, now);

        DateTime Local(long unixSeconds) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), zone).DateTime;
    }

    /// <summary>The value of a measure over the whole time.</summary>
    public long this[Measure measure] => totals.GetValueOrDefault(measure);

    /// <summary>What is most frequent, most first; nothing for a day.</summary>
    public IReadOnlyList<TopEntry> Top(TopKind kind) => tops.GetValueOrDefault(kind, []);

    /// <summary>How long deliveries took: <c>Half within a second, 95 % within 30 seconds, 99 % within an hour.</c> Empty when there were none.</summary>
    public string Delays
    {
        get
        {
            var deliveries = DelayNames.Select((_, step) => this[(Measure)((int)Measure.MailDelay1s + step)]).ToArray();
            var all = deliveries.Sum();
            return all == 0 ? "" : $"Delivered: half {Within(0.5)}, 95\u00A0% {Within(0.95)}, 99\u00A0% {Within(0.99)}.";

            string Within(double share)
            {
                var (step, sum) = (0, deliveries[0]);
                while (sum < share * all)
                    sum += deliveries[++step];
                return DelayNames[step];
            }
        }
    }

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
            Array.Fill(cells, double.NaN);
            var (first, end) = (Later(Period.First.ToDateTime(TimeOnly.MinValue), since.Date.AddHours(since.Hour)), Period.End.ToDateTime(TimeOnly.MinValue));
            for (var hour = first; hour < end && hour <= now; hour = hour.AddHours(1))
                cells[Cell(hour)] = 0;
            foreach (var (local, measure, value) in counted)
                if (measure == Measure.MailReceived)
                    cells[Cell(local)] = double.IsNaN(cells[Cell(local)]) ? value : cells[Cell(local)] + value;
            return new HeatMap("arrivals", "When mail arrives", GraphUnit.Count, SeriesColour.Green, [.. cells]);

            static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

            static int Cell(DateTime local) => ((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour;
        }
    }

    private BarChart Bars(string name, string what, string counts, GraphUnit unit, params (string Label, SeriesColour Colour, Measure[] Measures)[] layers)
    {
        // Of days long ago the hours are not known any more.
        var period = Period.Bars == BarPeriod.Hour && Period.First < DateOnly.FromDateTime(now - UsageReader.HoursKept) ? BarPeriod.Day : Period.Bars;
        var (bars, known) = period switch
        {
            BarPeriod.Hour => (24, Period.First < DateOnly.FromDateTime(now) ? 24 : now.Hour + 1),
            BarPeriod.Day => (Period.End.DayNumber - Period.First.DayNumber, DateOnly.FromDateTime(now).DayNumber - Period.First.DayNumber + 1),
            _ => (12, ((now.Year - Period.First.Year) * 12) + now.Month),
        };
        return new BarChart(name, $"{what} per {period.ToString().ToLowerInvariant()}", unit, period, Period.First,
            [.. layers.Select(l => new BarLayer(l.Label, l.Colour, Values(l.Measures)))])
        { Counted = counts };

        ImmutableArray<double> Values(Measure[] measures)
        {
            var values = new double[bars];
            // What has not been yet is unknown, not nothing, and so is what was before anything was counted.
            values.AsSpan(Math.Clamp(known, 0, bars)).Fill(double.NaN);
            if (DateOnly.FromDateTime(since) >= Period.First)
                values.AsSpan(0, DateOnly.FromDateTime(since) < Period.End ? Bar(since) : bars).Fill(double.NaN);
            foreach (var (local, measure, value) in counted)
                if (measures.Contains(measure) && Bar(local) is var bar && bar < known)
                    values[bar] += value;
            return [.. values];
        }

        int Bar(DateTime local) => period switch
        {
            BarPeriod.Hour => local.Hour,
            BarPeriod.Day => DateOnly.FromDateTime(local).DayNumber - Period.First.DayNumber,
            _ => local.Month - 1,
        };
    }

    private static Dictionary<Measure, long> Sum(IEnumerable<(Measure Measure, long Value)> counted) =>
        counted.GroupBy(c => c.Measure).ToDictionary(c => c.Key, c => c.Sum(one => one.Value));
}
