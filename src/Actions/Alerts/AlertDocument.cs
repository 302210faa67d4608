using System.Text.Json;
using Metrics.Actions.Rules;

namespace Metrics.Actions.Alerts;

/// <summary>What webhooks and commands get.</summary>
/// <param name="Version">Of this form: 1.</param>
/// <param name="Server">Name of the server.</param>
/// <param name="Text">All of it as one line.</param>
/// <param name="Link">The page of alerts; empty when its address is not known.</param>
/// <param name="Incidents">The incidents.</param>
internal sealed record AlertDocument(int Version, string Server, string Text, string Link, IReadOnlyList<AlertDocument.Entry> Incidents)
{
    private const int MostTold = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The document of what a receiver is told.</summary>
    public static AlertDocument Of(IReadOnlyList<Notice> notices, string server, string link, DateTimeOffset now) =>
        new(1, server, AlertLetter.Subject(notices, now), link, [.. notices.Take(MostTold).Select(notice => Entry.Of(notice, now))]);

    /// <summary>The document in UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>What a receiver's webhook takes.</summary>
    public byte[] For(Receiver receiver) => receiver.Form == WebhookForm.Metrics ? ToJson() : ChatMessage.Of(receiver.Form, receiver.Webhook, this);

    /// <summary>An incident.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Kind">raised, worse, again, resolved, passed, flapping or settled.</param>
    /// <param name="Rule">The rule.</param>
    /// <param name="Subject">What its patterns found.</param>
    /// <param name="Title">What it is about.</param>
    /// <param name="Text">What is told of it, as one line.</param>
    /// <param name="Level">warning or critical.</param>
    /// <param name="Value">The number that raised it; null where there is none.</param>
    /// <param name="Series">Names of its series.</param>
    /// <param name="Started">When it was raised, in seconds since the epoch.</param>
    /// <param name="Ended">When it was over; null while it lasts.</param>
    /// <param name="Details">What there is to say beside the title, such as lines of a log: text from outside.</param>
    internal sealed record Entry(
        long Id, string Kind, string Rule, string Subject, string Title, string Text, string Level, double? Value, IReadOnlyList<string> Series, long Started, long? Ended,
        IReadOnlyList<string> Details)
    {
        /// <summary>The entry of a notice.</summary>
        public static Entry Of(Notice notice, DateTimeOffset now)
        {
            var incident = notice.Incident;
            return new Entry(
                incident.Id, notice.Kind.ToString().ToLowerInvariant(), incident.Rule, incident.Subject, incident.Title, AlertLetter.Line(notice, now), incident.Worst == RuleLevel.Critical ? "critical" : "warning",
                double.IsFinite(incident.Value) ? incident.Value : null, [.. incident.Series], incident.Started.ToUnixTimeSeconds(), incident.Ended?.ToUnixTimeSeconds(),
                [.. incident.Details]);
        }
    }
}
