using System.Text;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Formats;
using Metrics.Analyzers.Stamps;
using Metrics.Analyzers.Tests.Formats;

namespace Metrics.Analyzers.Tests;

/// <summary>Writes events down as lines of text, so that a test can say what it expects.</summary>
internal sealed class RecordedEvents : ILogEvents
{
    private const long November2026 = 1_795_500_000;

    public List<string> Lines { get; } = [];

    /// <summary>Each with its time and what else it says.</summary>
    public List<string> All { get; } = [];

    /// <summary>What requests say beside that: where from, with what.</summary>
    public List<string> Visits { get; } = [];

    /// <summary>What a format makes of lines, those it does not know as "?". It makes the same of them when it is another reader that goes on behind each.</summary>
    public static List<string> Of(string format, params IEnumerable<string> lines)
    {
        var (events, restarted, reader) = (new RecordedEvents(), new RecordedEvents(), Make());
        foreach (var line in lines)
            if (reader.Read(Encoding.Latin1.GetBytes(line), events) == LineOutcome.Unknown)
                events.Lines.Add("? " + line);
        KeptState.Read(lines.Select(Encoding.Latin1.GetBytes), Make, restarted, () => 1);
        Assert.Equal(events.All, restarted.All);
        return events.Lines;

        ILogFormat Make() => LogFormats.Make(format, TimeZoneInfo.Utc, () => November2026);
    }

    /// <summary>A reader of stamps for tests of its own.</summary>
    public static StampReader Stamps(TimeZoneInfo zone) => new(zone, () => November2026);

    public void Accepted(in MailMessage message) => Add(
        message.UnixSeconds,
        $"accepted {Text(message.Sender)} {message.Bytes} to {message.Recipients} {message.Origin} {Text(message.Client)} {Text(message.User)}".TrimEnd());

    public void Delivered(in MailDelivery delivery) => Add(
        delivery.UnixSeconds,
        $"{delivery.Outcome} {Text(delivery.Recipient)} from {Text(delivery.Sender)}{(delivery.Relay.IsEmpty ? "" : " by " + Text(delivery.Relay))}",
        $"{delivery.Bytes} after {delivery.DelaySeconds}{(delivery.FirstOfMessage ? ", first" : "")}{(delivery.FirstOfDomain ? ", first of domain" : "")}");

    public void Rejected(in MailRejection rejection) => Add(
        rejection.UnixSeconds, $"rejected {rejection.Reason} {Text(rejection.Client)} {Text(rejection.Sender)} to {Text(rejection.Recipient)}");

    public void Transferred(in FtpTransfer transfer) => Add(
        transfer.UnixSeconds,
        $"{(transfer.Deletion ? "deleted" : transfer.Upload ? "upload" : "download")}{(transfer.Complete ? "" : " broken")} {transfer.Bytes} {Text(transfer.Path)} {(transfer.Anonymous ? "guest " : "")}{Text(transfer.User)} {Text(transfer.Client)}",
        $"{transfer.Seconds}");

    public void Refused(in FtpRefusal refusal) => Add(refusal.UnixSeconds, $"refused {refusal.Limit} {Text(refusal.Client)}");

    public void SignedIn(in SignIn attempt) => Add(
        attempt.UnixSeconds,
        $"{attempt.Service} {(attempt.Succeeded ? "in" : "failed")} {(attempt.Anonymous ? "guest " : "")}{Text(attempt.User)} {Text(attempt.Client)}");

    public void Requested(in WebRequest request)
    {
        Visits.Add($"{Text(request.Referrer)} by {Text(request.Agent)}");
        Add(request.UnixSeconds, $"{request.Status} {request.Bytes} {Text(request.Host)}{Text(request.Path)} {Text(request.Client)}", Visits[^1]);
    }

    public void Judged(in MailVerdict verdict) => Add(verdict.UnixSeconds, $"{verdict.Finding} {Text(verdict.Client)} to {Text(verdict.Recipient)}");

    public void Blocked(in PacketRefused packet) => Add(packet.UnixSeconds, $"packet {Text(packet.Protocol)} {packet.Port} from {Text(packet.Client)}");

    private void Add(long time, string line, string more = "")
    {
        Lines.Add(line);
        All.Add($"{time} {line} {more}");
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.Latin1.GetString(text);
}
