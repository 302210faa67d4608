using System.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Stamps;

namespace Metrics.Analyzers.Tests;

/// <summary>Writes events down as lines of text, so that a test can say what it expects.</summary>
internal sealed class RecordedEvents : ILogEvents
{
    private const long November2026 = 1_795_500_000;

    public List<string> Lines { get; } = [];

    /// <summary>What requests say beside that: where from, with what.</summary>
    public List<string> Visits { get; } = [];

    /// <summary>What a format makes of lines, those it does not know as "?".</summary>
    public static List<string> Of(string format, params IEnumerable<string> lines)
    {
        var (events, reader) = (new RecordedEvents(), LogFormats.Make(format, TimeZoneInfo.Utc, () => November2026));
        foreach (var line in lines)
            if (reader.Read(Encoding.Latin1.GetBytes(line), events) == LineOutcome.Unknown)
                events.Lines.Add("? " + line);
        return events.Lines;
    }

    /// <summary>A reader of stamps for tests of its own.</summary>
    public static StampReader Stamps(TimeZoneInfo zone) => new(zone, () => November2026);

    public void Accepted(in MailMessage message) => Lines.Add(
        $"accepted {Text(message.Sender)} {message.Bytes} to {message.Recipients} {message.Origin} {Text(message.Client)} {Text(message.User)}".TrimEnd());

    public void Delivered(in MailDelivery delivery) => Lines.Add(
        $"{delivery.Outcome} {Text(delivery.Recipient)} from {Text(delivery.Sender)}{(delivery.Relay.IsEmpty ? "" : " by " + Text(delivery.Relay))}");

    public void Rejected(in MailRejection rejection) => Lines.Add(
        $"rejected {rejection.Reason} {Text(rejection.Client)} {Text(rejection.Sender)} to {Text(rejection.Recipient)}");

    public void Transferred(in FtpTransfer transfer) => Lines.Add(
        $"{(transfer.Deletion ? "deleted" : transfer.Upload ? "upload" : "download")}{(transfer.Complete ? "" : " broken")} {transfer.Bytes} {Text(transfer.Path)} {(transfer.Anonymous ? "guest " : "")}{Text(transfer.User)} {Text(transfer.Client)}");

    public void Refused(in FtpRefusal refusal) => Lines.Add($"refused {refusal.Limit} {Text(refusal.Client)}");

    public void SignedIn(in SignIn attempt) => Lines.Add(
        $"{attempt.Service} {(attempt.Succeeded ? "in" : "failed")} {(attempt.Anonymous ? "guest " : "")}{Text(attempt.User)} {Text(attempt.Client)}");

    public void Requested(in WebRequest request)
    {
        Lines.Add($"{request.Status} {request.Bytes} {Text(request.Host)}{Text(request.Path)} {Text(request.Client)}");
        Visits.Add($"{Text(request.Referrer)} by {Text(request.Agent)}");
    }

    public void Judged(in MailVerdict verdict) => Lines.Add($"{verdict.Finding} {Text(verdict.Client)} to {Text(verdict.Recipient)}");

    public void Blocked(in PacketRefused packet) => Lines.Add($"packet {Text(packet.Protocol)} {packet.Port} from {Text(packet.Client)}");

    private static string Text(ReadOnlySpan<byte> text) => Encoding.Latin1.GetString(text);
}
