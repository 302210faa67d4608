using Metrics.Actions.Rules;
using Metrics.RrdStore;

namespace Metrics.Actions.Services;

/// <summary>What the mail servers did, hour by hour.</summary>
public static class MailLog
{
    private const int Hours = 24, HourSeconds = 3_600;

    private static readonly string[] Questions = ["max(mail.queue, 1h) >= 0", "sum(mail.delivered, 1h) >= 0", "sum(mail.deferred, 1h) >= 0"];

    /// <summary>The last 24 hours, the newest first; empty when there are no mail servers.</summary>
    /// <param name="store">Where the values are.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<MailHour> Of(RoundRobinStore store, DateTimeOffset now)
    {
        var all = store.List();
        if (all.All(series => !series.Name.Value.StartsWith("mail.", StringComparison.Ordinal)))
            return [];
        var (data, end) = (new RuleData(store), now.ToUnixTimeSeconds() / HourSeconds * HourSeconds);
        var binder = new RuleBinder(data, all);
        // The number that a comparison looks at is what is asked for.
        var asked = Questions.Select(text => binder.Bind(new Rule("log") { Warning = RuleExpression.Parse(text) }).Single()).ToArray();
        var hours = new List<MailHour>();
        for (var at = end - (Hours - 1) * HourSeconds; at <= end; at += HourSeconds)
        {
            data.At(at);
            hours.Add(new MailHour(DateTimeOffset.FromUnixTimeSeconds(at - HourSeconds), asked[0].Measure(data), asked[1].Measure(data), asked[2].Measure(data)));
        }
        hours.Reverse();
        return hours;
    }
}

/// <summary>What the mail servers did in an hour; NaN: not known.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Queue">The most messages that waited.</param>
/// <param name="Delivered">Messages that were delivered.</param>
/// <param name="Deferred">Attempts that were put off.</param>
public readonly record struct MailHour(DateTimeOffset Start, double Queue, double Delivered, double Deferred);
