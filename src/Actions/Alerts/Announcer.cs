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

    /// <summary>Tells what is to be told now.</summary>
    public void Run()
    {
        var (now, options) = (time.GetUtcNow(), settings.Current);
        var all = incidents.Since(now - Told, MostIncidents);
        if (all.Count == 0)
            return;
        var silences = incidents.Silences;
        var local = TimeZoneInfo.ConvertTime(now, options.Zone).DateTime;
        var planned = options.Silences.Where(silence => silence.Holds(local)).ToList();
        var firing = all.Where(incident => incident.Ended is null).Select(incident => incident.Rule).ToHashSet(StringComparer.Ordinal);
        foreach (var receiver in options.Receivers)
        {
            var told = notices.Of(receiver.Name, now - Told);
            var due = new List<Notice>();
            foreach (var incident in all)
            {
                var isMuted = silences.Any(silence => silence.Covers(incident)) || planned.Any(silence => silence.Covers(incident)) || IsExplained(options, incident, firing);
                if (IsFor(options, receiver, incident)
                    && NoticeChoice.Of(incident, told.TryGetValue(incident.Id, out var before) ? before : null, receiver, isMuted, now, local) is { } kind)
                    due.Add(new Notice(incident, kind));
            }
            if (due.Count > 0 && !(notices.LastTo(receiver.Name) is { } last && now >= last && now - last < receiver.Group))
                Tell(options, receiver, due, now);
        }
    }

    private void Tell(AlertOptions options, Receiver receiver, List<Notice> due, DateTimeOffset now)
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
        if (receiver.Webhook.Length > 0)
            messages.Add((new OutboxMessage($"{key}/webhook", WebhookChannel.Name, receiver.Name, title, AlertDocument.Of(due, options.Server, pages.Page, now)), options.Mail.Life));
        if (!receiver.Command.IsEmpty)
            messages.Add((new OutboxMessage($"{key}/command", CommandChannel.Name, receiver.Name, title, AlertDocument.Of(due, options.Server, pages.Page, now)), options.Mail.Life));
        notices.Write(receiver, due, key, messages, now);
    }

    private static bool IsFor(AlertOptions options, Receiver receiver, Incident incident) =>
        options.RulesByName.GetValueOrDefault(incident.Rule) is not { } rule || rule.Alerts.IsEmpty || rule.Alerts.Contains(receiver.Name);

    private static bool IsExplained(AlertOptions options, Incident incident, HashSet<string> firing) =>
        options.RulesByName.TryGetValue(incident.Rule, out var rule) && rule.MutedBy.Any(firing.Contains);
}
