using System.Globalization;
using Metrics.Analyzers.Usage;

namespace Metrics.LogGenerator;

/// <summary>What the generators of mail logs share: people, addresses, names in a queue that are used again, lines in the order of their times, and the truth
/// about them.</summary>
internal sealed class MailScene(int seed, Totals totals, int usersPerDomain)
{
    /// <summary>The domains of the server.</summary>
    public static readonly string[] Domains = ["example.org", "shop.example.net", "verein.example"];

    /// <summary>Domains of others.</summary>
    public static readonly string[] Remote = ["remote.example", "partner.example", "bulk.example", "mail.example.com"];

    // From the first line of a message to the one that says that a mailbox has it, in milliseconds; no scene takes longer.
    private const long LongestDelivery = 10_000;

    private readonly PriorityQueue<string, (long Millisecond, long Order)> lines = new();
    private readonly Dictionary<char, (Queue<string> Free, List<(long Until, string Id)> Used)> pools = [];
    private readonly Queue<(long Millisecond, string Address)> fresh = new();
    private readonly HashSet<string> mailboxes = [];
    private readonly List<string> known = [];
    private long order;
    private long made;
    private long now;

    public Random Random { get; } = new(seed);

    public T Pick<T>(IReadOnlyList<T> of) => of[Random.Next(of.Count)];

    public string Local() => $"u{Random.NextInt64(usersPerDomain)}@{Pick(Domains)}";

    public string Stranger() => $"user{Random.Next(5000)}@{Pick(Remote)}";

    public string Client() => $"198.51.{Random.Next(100, 104)}.{Random.Next(1, 255)}";

    /// <summary>Whom somebody outside writes to: a mailbox whose mail the log has had, or a name that nobody has.</summary>
    public string Addressee() => known.Count > 0 && Random.Next(2) == 0 ? Pick(known) : $"nobody{Next()}@{Pick(Domains)}";

    /// <summary>Some different local addresses.</summary>
    public string[] Locals(int most) => [.. Enumerable.Range(0, 1 + (Random.Next(4) == 0 ? Random.Next(most) : 0)).Select(_ => Local()).Distinct()];

    /// <summary>A name that is free again as soon as what had it has ended.</summary>
    /// <param name="pool">Names of one kind.</param>
    /// <param name="now">Before anything that is going to happen.</param>
    /// <param name="until">When it ends.</param>
    /// <param name="make">Makes one that nothing has had.</param>
    public string Reused(char pool, long now, long until, Func<long, string> make)
    {
        if (!pools.TryGetValue(pool, out var names))
            pools[pool] = names = (new(), []);
        for (var i = names.Used.Count - 1; i >= 0; i--)
        {
            if (names.Used[i].Until >= now)
                continue;
            names.Free.Enqueue(names.Used[i].Id);
            names.Used.RemoveAt(i);
        }
        var id = names.Free.Count > 0 ? names.Free.Dequeue() : make(++made);
        names.Used.Add((until, id));
        return id;
    }

    /// <summary>A number that nothing else has.</summary>
    public long Next() => ++made;

    public void Say(long millisecond, string text) => lines.Enqueue(text, (millisecond, order++));

    /// <summary>Writes all lines before a time.</summary>
    public void Flush(TextWriter writer, long until, Func<DateTimeOffset, string> before)
    {
        now = until;
        while (fresh.TryPeek(out var mailbox) && mailbox.Millisecond < now)
            known.Add(fresh.Dequeue().Address);
        while (lines.TryPeek(out var text, out var due) && due.Millisecond < until)
        {
            lines.Dequeue();
            writer.Write(before(DateTimeOffset.FromUnixTimeMilliseconds(due.Millisecond)));
            writer.WriteLine(text);
        }
    }

    /// <summary>A stamp of the system log, with or without a year, and the host.</summary>
    public static string Syslog(DateTimeOffset time, bool iso)
    {
        if (iso)
            return time.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture) + " web01 ";
        return string.Create(CultureInfo.InvariantCulture, $"{time:MMM} {time.Day,2} {time:HH:mm:ss} web01 ");
    }

    /// <summary>A local sender's message was taken.</summary>
    public void Sent(string sender, long size, int recipients)
    {
        totals.Server(Measure.MailAccepted);
        totals.Address(sender, Measure.MailSent);
        totals.Address(sender, Measure.MailSentBytes, size);
        totals.Address(sender, Measure.MailSentRecipients, recipients);
    }

    /// <summary>A stranger's message, or a report of the server's own, was taken.</summary>
    public void Taken() => totals.Server(Measure.MailAccepted);

    /// <summary>Another server took a message of a local sender, so many seconds after it had been handed in.</summary>
    public void Relayed(string sender, double seconds)
    {
        totals.Address(sender, Measure.MailRelayed);
        Delay(Totals.Split(sender).Domain, seconds);
    }

    /// <summary>Something happened to a delivery of a local sender.</summary>
    public void OfSender(string sender, Measure measure) => totals.Address(sender, measure);

    /// <summary>A message reached mailboxes here.</summary>
    public void Delivered(IReadOnlyList<string> recipients, long size)
    {
        totals.Server(Measure.MailReceived);
        foreach (var domain in recipients.Select(r => Totals.Split(r).Domain).Distinct())
            totals.Add(domain, "", Measure.MailReceived, 1);
        foreach (var recipient in recipients)
        {
            var (user, domain) = Totals.Split(recipient);
            // By then the lines that say so are written.
            if (mailboxes.Add(recipient))
                fresh.Enqueue((now + LongestDelivery, recipient));
            totals.Add(domain, user, Measure.MailReceived, 1);
            totals.Address(recipient, Measure.MailReceivedBytes, size);
            totals.Address(recipient, Measure.MailReceivedRecipients);
            Delay(domain, 0);
        }
    }

    /// <summary>A message that reaches mailboxes too reached one that an alias leads to, whose domain nobody knows.</summary>
    public void DeliveredByAlias(long size)
    {
        totals.Server(Measure.MailReceivedBytes, size);
        totals.Server(Measure.MailReceivedRecipients);
        Delay("", 0);
    }

    /// <summary>Somebody was refused.</summary>
    public void Refused(string recipient, Measure reason)
    {
        AtMailbox(recipient, Measure.MailRejected);
        AtMailbox(recipient, reason);
    }

    /// <summary>Something was said of mail to a mailbox, which counts for its user where there is one.</summary>
    public void AtMailbox(string recipient, Measure measure)
    {
        if (mailboxes.Contains(recipient))
        {
            totals.Address(recipient, measure);
            return;
        }
        totals.Server(measure);
        if (recipient.Length > 0)
            totals.Add(Totals.Split(recipient).Domain, "", measure, 1);
    }

    /// <summary>Counts for the server.</summary>
    public void Server(Measure measure) => totals.Server(measure);

    // Only what the generators need.
    private void Delay(string domain, double seconds)
    {
        var measure = seconds switch
        {
            <= 1 => Measure.MailDelay1s,
            <= 3 => Measure.MailDelay3s,
            > 180 and <= 600 => Measure.MailDelay10m,
            > 600 and <= 1_800 => Measure.MailDelay30m,
            > 1_800 and <= 3_600 => Measure.MailDelay1h,
            _ => throw new ArgumentOutOfRangeException(nameof(seconds)),
        };
        totals.Server(measure);
        if (domain.Length > 0)
            totals.Add(domain, "", measure, 1);
    }
}
