using Metrics.Actions.Mail;
using Metrics.Actions.Tests.Mail;
using Metrics.Web.Configuration;

namespace Metrics.Web.Tests.Jobs;

/// <summary>A server that sends its mail to a sink.</summary>
public sealed class MailServer : TestServer
{
    /// <summary>Takes the mail.</summary>
    internal SmtpSink Sink { get; } = new();

    private protected override void Prepare(MetricsSettings settings) =>
        (settings.Mail.Hosts, settings.Mail.Port, settings.Mail.Tls, settings.Mail.From, settings.Mail.To) = (["127.0.0.1"], Sink.Port, TlsMode.None, "m@example.net", ["anna@example.net"]);
}
