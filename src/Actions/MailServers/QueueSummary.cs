using Metrics.Actions.Mail;

namespace Metrics.Actions.MailServers;

/// <summary>Who has mail in the queues.</summary>
/// <param name="Messages">How many messages there are.</param>
/// <param name="Senders">Those with most of them, and how many.</param>
public sealed record QueueSummary(int Messages, IReadOnlyList<SenderCount> Senders)
{
    private const int MostSenders = 50, LongestSender = 120;

    /// <summary>Nothing.</summary>
    public static QueueSummary Empty { get; } = new(0, []);

    /// <summary>Counts. Names of senders come from outside: they are cut, and without what is not printed.</summary>
    internal static QueueSummary Of(IReadOnlyCollection<QueuedMessage> messages) => new(messages.Count,
        [.. messages.CountBy(message => message.Sender, StringComparer.OrdinalIgnoreCase).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Take(MostSenders).Select(one => new SenderCount(Name(one.Key), one.Value))]);

    private static string Name(string sender) =>
        sender.Length == 0 ? "<>" : MailText.Printable(sender.Length > LongestSender ? sender[..LongestSender] + "…" : sender);
}

/// <summary>A sender.</summary>
/// <param name="Sender">The address; <c>&lt;&gt;</c>: reports of mail servers.</param>
/// <param name="Messages">Messages of it.</param>
public readonly record struct SenderCount(string Sender, int Messages);
