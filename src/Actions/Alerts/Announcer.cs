using Metrics.Actions.Incidents;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;

namespace Metrics.Actions.Alerts;

/// <summary>Writes to the outbox what each receiver is to be told. What comes at once goes out at once and together; what comes within
/// <see cref="Receiver.Group"/> after it is told together, too.</summary>
/// <param name="settings">Who is told, and of what machine.</param>
/// <param name="incidents">The incidents.</param>
/// <param name="notices">Who was told what.</param>
/// <param name="pages">What the pages know.</param>
/// <param name="time">The clock.</param>
public sealed class Announcer(AlertSettings settings, IncidentTable incidents, NoticeTable notices, IAlertPages pages, TimeProvider time)
{
    /// <summary>An end that could not be told for so long is told no more.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromDays(7);

    private const int MostIncidents = 10_000;

    private AlertOptions? used;

    /// <summary>Tells what is to be told now.</summary>
    public void Run()
    {
        var (now, options) = (time.GetUtcNow(), settings.Current);
        if (options != used)
            notices.Meet(options.Receivers.Select(receiver => receiver.Name), now);
        used = options;
        var all = incidents.Since(now - Told, MostIncidents);
        if (all.Count == 0)
            return;
        var mutes = new Mutes(options, incidents.SilencesSince(now - Told), all);
        foreach (var receiver in options.Receivers)
            Run(options, receiver, all, mutes, now);
    }

    private void Run(AlertOptions options, Receiver receiver, IReadOnlyList<Incident> all, Mutes mutes, DateTimeOffset now)
    {
        var decided = notices.DecidedFor(receiver.Name);
        var told = notices.Of(receiver.Name, now - Told);
        var choice = new NoticeChoice(receiver, mutes, decided < now ? decided : now, now);
        var due = new List<Notice>();
        foreach (var incident in all.Where(incident => IsFor(options, receiver, incident)))
            if (choice.Of(incident, told.TryGetValue(incident.Id, out var before) ? before : null) is { } kind)
                due.Add(new Notice(incident, kind) { Recurrence = incident.IsFlapping ? incidents.RecurrenceOf(incident) : default });
        var waits = due.Count > 0 && notices.LastTo(receiver.Name) is { } last && now >= last && now - last < receiver.Group;
        var isDone = due.Count == 0 || (!waits && Tell(options, receiver, due, now));
        // What is over is looked at until he was told of it, or it is sure that he is not to be. A clock that was ahead says nothing about what ends now.
        var until = isDone && choice.Later is { } later ? later : now;
        if (until != decided && (decided > now || (isDone && all.Any(incident => incident.Ended >= decided))))
            notices.Decide(receiver.Name, until);
    }

    private bool Tell(AlertOptions options, Receiver receiver, List<Notice> due, DateTimeOffset now)
    {
        due.Sort((one, other) => (other.Incident.Level, other.Incident.Id).CompareTo((one.Incident.Level, one.Incident.Id)));
        var key = $"alert/{receiver.Name}/{now.ToUnixTimeMilliseconds()}";
        var title = AlertLetter.Subject(due, now);
        var messages = new List<(OutboxMessage, TimeSpan)>();
        if (!receiver.Mail.IsEmpty)
        {
            var letter = AlertLetter.Of(due, options.Server, pages, options.Zone, now).ToLetter();
            foreach (var to in receiver.Mail)
            {
                using var mail = MailText.Make(options.Mail, to, key, now, letter);
                messages.Add((new OutboxMessage($"{key}/{to}", "mail", to, title, MailText.Bytes(mail)), options.Mail.Life));
            }
        }
        var document = AlertDocument.Of(due, options.Server, pages.Page, now);
        if (receiver.Webhook.Length > 0)
            messages.Add((new OutboxMessage($"{key}/webhook", WebhookChannel.Name, receiver.Name, title, document.For(receiver)), options.Mail.Life));
        if (!receiver.Command.IsEmpty)
            messages.Add((new OutboxMessage($"{key}/command", CommandChannel.Name, receiver.Name, title, document.ToJson()), options.Mail.Life));
        return notices.Write(receiver, due, key, messages, now);
    }

    private static bool IsFor(AlertOptions options, Receiver receiver, Incident incident) =>
        options.RulesByName.GetValueOrDefault(incident.Rule) is not { } rule || rule.Alerts.IsEmpty || rule.Alerts.Contains(receiver.Name);
}
