using System.Text;
using Metrics.Analyzers.Detectors;
using Metrics.Analyzers.Events;

namespace Metrics.Analyzers.Tests.Detectors;

/// <summary>Detectors, and whom they pointed at.</summary>
internal sealed class Watched
{
    public const long Noon = 1_795_608_000;

    private readonly DetectorEvents events;

    public Watched(DetectorOptions? options = null, Func<string, long, long?>? usual = null) =>
        events = new DetectorEvents(options ?? new DetectorOptions(), TimeZoneInfo.Utc, usual ?? ((_, _) => null), Found.Add);

    public List<Offender> Found { get; } = [];

    public void Refused(string client, long second, FtpLimit limit = FtpLimit.PerHost)
    {
        events.Refused(new FtpRefusal { UnixSeconds = Noon + second, Limit = limit, Client = Encoding.UTF8.GetBytes(client) });
        events.LineEnded(Encoding.UTF8.GetBytes($"{second} refused {client}"));
    }

    public void SignedIn(string client, long second, bool succeeded, SignInService service = SignInService.Ftp, bool anonymous = false)
    {
        events.SignedIn(new SignIn
        {
            UnixSeconds = Noon + second,
            Service = service,
            Succeeded = succeeded,
            Client = Encoding.UTF8.GetBytes(client),
            Anonymous = anonymous,
        });
        events.LineEnded(Encoding.UTF8.GetBytes($"{second} sign-in {client}"));
    }

    public void Unknown(string client, long second)
    {
        events.Rejected(new MailRejection { UnixSeconds = Noon + second, Reason = RejectReason.UnknownRecipient, Client = Encoding.UTF8.GetBytes(client) });
        events.LineEnded("unknown"u8);
    }

    public void Sent(string sender, long second, int recipients = 1, MailOrigin origin = MailOrigin.Authenticated)
    {
        events.Accepted(new MailMessage
        {
            UnixSeconds = Noon + second,
            Sender = Encoding.UTF8.GetBytes(sender),
            User = origin == MailOrigin.Authenticated ? Encoding.UTF8.GetBytes(sender) : [],
            Bytes = 1_000,
            Recipients = recipients,
            Origin = origin,
            Client = origin == MailOrigin.Local ? [] : "192.0.2.9"u8,
        });
        events.LineEnded(Encoding.UTF8.GetBytes($"{second} sent by {sender}"));
    }

    public void Fragment(string client, long second)
    {
        events.Transferred(new FtpTransfer
        {
            UnixSeconds = Noon + second,
            Seconds = 1,
            Client = Encoding.UTF8.GetBytes(client),
            Bytes = 10,
            Path = "/pub/big.iso"u8,
            User = "guest"u8,
            Upload = false,
            Anonymous = true,
            Complete = false,
        });
        events.LineEnded(Encoding.UTF8.GetBytes($"{second} a piece of /pub/big.iso"));
    }
}
