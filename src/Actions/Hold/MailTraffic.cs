using Metrics.Actions.Rules;
using Metrics.RrdStore;

namespace Metrics.Actions.Hold;

/// <summary>What the series of the logs and queues say about mail that goes out.</summary>
/// <param name="store">Where they are.</param>
public sealed class MailTraffic(RoundRobinStore store)
{
    private const string Delivered = "mail.delivered", Received = "mail.received", Queue = "mail.queue";

    /// <summary>What is written in the log within that time after a hold may have happened before.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    /// <summary>What is said is said of so much at most: a delivery of long ago is no news.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What went out since mail was held.</summary>
    /// <param name="held">When it was held.</param>
    /// <param name="now">The time.</param>
    public MailCount Since(DateTimeOffset held, DateTimeOffset now)
    {
        if (!store.TryFind(SeriesName.Parse(Delivered), out var delivered) || !store.TryFind(SeriesName.Parse(Received), out var received))
            return MailCount.None;
        // Whole rows, so that nothing of before is among them.
        var step = delivered.Definition.Schema.StepSeconds;
        var from = Math.Max((held + Late).ToUnixTimeSeconds(), (now - Longest).ToUnixTimeSeconds());
        var (first, last) = ((from + step - 1) / step * step, now.ToUnixTimeSeconds() / step * step);
        if (last <= first)
            return MailCount.None with { IsRead = true };
        var seconds = last - first;
        var data = new RuleData(store);
        data.At(last);
        var count = Math.Round(Ask(data, [delivered, received], $"sum({Delivered}, {seconds}s) - sum({Received}, {seconds}s) >= 0"));
        var (before, after) = store.TryFind(SeriesName.Parse(Queue), out var queue) ? (Length(queue, held), Length(queue, now)) : (double.NaN, double.NaN);
        return new MailCount(IsRead: true, count, DateTimeOffset.FromUnixTimeSeconds(first), before, after);
    }

    private double Length(SeriesInfo queue, DateTimeOffset at)
    {
        var data = new RuleData(store);
        data.At(at.ToUnixTimeSeconds());
        return Ask(data, [queue], $"last({Queue}, 10m) >= 0");
    }

    // The number that a comparison looks at is what is asked for.
    private static double Ask(RuleData data, IReadOnlyList<SeriesInfo> series, string question) =>
        new RuleBinder(data, series).Bind(new Rule("traffic") { Warning = RuleExpression.Parse(question) }).Single().Measure(data);
}

/// <summary>What went out; NaN: not known.</summary>
/// <param name="IsRead">Whether a log of a mail server is read at all.</param>
/// <param name="Deliveries">Deliveries to others.</param>
/// <param name="From">Since when they are counted.</param>
/// <param name="QueueBefore">Messages that waited when mail was held.</param>
/// <param name="QueueNow">Messages that wait now.</param>
public readonly record struct MailCount(bool IsRead, double Deliveries, DateTimeOffset From, double QueueBefore, double QueueNow)
{
    /// <summary>Nothing is known.</summary>
    public static MailCount None => new(false, double.NaN, default, double.NaN, double.NaN);

    /// <summary>It as a sentence without its full stop; empty when there is nothing to say.</summary>
    /// <param name="clock">Writes a moment.</param>
    public string Text(Func<DateTimeOffset, string> clock)
    {
        if (!IsRead)
            return "No log of a mail server is read, so it is not known whether deliveries occur";
        if (double.IsNaN(Deliveries))
            return "The logs say nothing of the time since yet";
        var queue = double.IsNaN(QueueBefore) || double.IsNaN(QueueNow) ? "" : $"; {QueueBefore:0} messages waited when it began, {QueueNow:0} do now";
        return $"The logs show {(Deliveries > 0 ? $"{Deliveries:0} deliveries" : "no delivery")} to others since {clock(From)}{queue}";
    }
}
