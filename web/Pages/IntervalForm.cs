using System.Globalization;
using Metrics.Grapher;
using Metrics.Web.Endpoints;

namespace Metrics.Web.Pages;

/// <summary>The form on a graph's page for a time of one's own: what was typed, and what it means.</summary>
/// <param name="From">The beginning, as it stands in the form.</param>
/// <param name="To">The end.</param>
/// <param name="Range">The time between; null when nothing was typed or something is wrong with it.</param>
/// <param name="Problem">What is wrong, as a sentence.</param>
public sealed record IntervalForm(string From, string To, GraphRange? Range, string? Problem)
{
    /// <summary>What a browser's field for a local time sends; people who type write a blank between date and time, or only the date.</summary>
    private const string FieldFormat = "yyyy-MM-dd'T'HH:mm";

    private static readonly string[] Formats = [FieldFormat, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];

    /// <summary>Reads the parameters <c>from</c> and <c>to</c>. Without them the form offers the last day.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="zone">The zone that local times are of.</param>
    /// <param name="now">The clock.</param>
    public static IntervalForm Read(IQueryCollection query, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (from, to) = (query["from"].ToString().Trim(), query["to"].ToString().Trim());
        if (from.Length == 0 && to.Length == 0)
            return new IntervalForm(Show(now.AddDays(-1), zone), Show(now, zone), null, null);
        if (Moment(from, zone, now) is not { } start)
            return Wrong("From");
        if (Moment(to, zone, now) is not { } end)
            return Wrong("To");
        var range = Interval.Of(start, end, out var problem);
        return new IntervalForm(Show(start, zone), Show(end, zone), range, start >= end ? "From must be before To." : problem);

        IntervalForm Wrong(string field) => new(from, to, null, $"{field} takes a date and a time such as {Show(now, zone).Replace('T', ' ')}, or a time before now such as -36h.");
    }

    /// <summary>Seconds since the epoch; null for what is not a moment.</summary>
    private static long? Moment(string text, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return Endpoints.Moment.Read(text, now);
        // In the hour that a clock change leaves out, what the clock would have shown; of an hour that comes twice, the second.
        var utc = DateTime.SpecifyKind(local, DateTimeKind.Unspecified) - zone.GetUtcOffset(local);
        return utc >= DateTime.UnixEpoch ? new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToUnixTimeSeconds() : null;
    }

    private static string Show(long unixSeconds, TimeZoneInfo zone) => Show(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), zone);

    private static string Show(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString(FieldFormat, CultureInfo.InvariantCulture);
}
