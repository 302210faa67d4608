using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MailKit.Security;
using Metrics.Actions.Outbox;
using MimeKit;

namespace Metrics.Actions.Mail;

/// <summary>Hands mail to the smart hosts of the configuration: straight to them, not to the mail server of this machine.</summary>
/// <param name="options">Who they are.</param>
public sealed class MailSender(MailOptions options) : IChannel
{
    /// <summary>Name of this way.</summary>
    public const string Name = "mail";

    /// <summary>Of one host: a second one is of no use when the first keeps us waiting for ever.</summary>
    private static readonly TimeSpan PerHost = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Way => Name;

    /// <inheritdoc/>
    public TimeSpan Patience => (options.Hosts.Count + 1) * PerHost;

    /// <summary>Hands over a message whose content is a mail as RFC 5322 has it, for the one address that it names as its target.</summary>
    public async Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        using var stream = new MemoryStream(message.Content, writable: false);
        using var mail = await MimeMessage.LoadAsync(stream, cancel).ConfigureAwait(false);
        return await SendAsync(mail, message.Target, cancel).ConfigureAwait(false);
    }

    /// <summary>Hands over a mail, and waits for the answer to its last line.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="recipient">Whom it is for.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<Delivery> SendAsync(MimeMessage mail, string recipient, CancellationToken cancel) => SendAsync(mail, recipient, PerHost, cancel);

    /// <summary>Hands over a mail, and waits for the answer to its last line. One host that refuses it is no reason not to ask the next; it is refused when all have done so.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="recipient">Whom it is for.</param>
    /// <param name="perHost">How long one host may take, until the next is asked.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<Delivery> SendAsync(MimeMessage mail, string recipient, TimeSpan perHost, CancellationToken cancel)
    {
        var failures = new List<string>();
        var isFinal = options.Hosts.Count > 0;
        foreach (var host in options.Hosts)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(perHost);
            try
            {
                return Delivery.Taken($"{host}: {await SendAsync(host, mail, recipient, patience.Token).ConfigureAwait(false)}");
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                failures.Add($"{host}: no answer within {perHost.TotalSeconds:0.#} s");
                isFinal = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add($"{host}: {Reason(e)}");
                isFinal &= e is SmtpCommandException refused && IsFinal(refused);
            }
        }
        var why = string.Join("; ", failures);
        return isFinal ? Delivery.Refused(why) : Delivery.Failed(why);
    }

    private async Task<string> SendAsync(string host, MimeMessage mail, string recipient, CancellationToken cancel)
    {
        using var client = new SmtpClient { LocalDomain = "localhost", RequireTLS = false };
        // Asking for revoked certificates would need the web, which a server behind a firewall often does not have.
        client.CheckCertificateRevocation = false;
        if (options.Authority.Length > 0)
            client.ServerCertificateValidationCallback = IsSigned;
        var encryption = options.Tls switch
        {
            TlsMode.Implicit => SecureSocketOptions.SslOnConnect,
            TlsMode.Starttls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
        await client.ConnectAsync(host, options.Port, encryption, cancel).ConfigureAwait(false);
        if (options.User.Length > 0)
            await client.AuthenticateAsync(options.User, SecretFile.Read(options.PasswordCredential, options.PasswordFile), cancel).ConfigureAwait(false);
        var answer = await client.SendAsync(mail, MailboxAddress.Parse(options.From), [MailboxAddress.Parse(recipient)], cancel).ConfigureAwait(false);
        try
        {
            await client.DisconnectAsync(quit: true, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or MailKit.ProtocolException or MailKit.CommandException)
        {
            // It is taken, whatever becomes of the farewell.
        }
        return answer;
    }

    /// <summary>A certificate of the smart host must be signed by ours, carry the host's name, and hold now.</summary>
    private bool IsSigned(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || chain is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.ImportFromPemFile(options.Authority);
        foreach (var element in chain.ChainElements)
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(copy);
    }

    // 5yz is for good, RFC 5321, 4.2.1. That somebody must sign in first, or otherwise, RFC 4954, 6, is a matter of the configuration, which may be mended.
    private static bool IsFinal(SmtpCommandException refused) =>
        refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.SenderNotAccepted or SmtpErrorCode.MessageNotAccepted
        && (int)refused.StatusCode is >= 500 and < 600 and not (530 or 534 or 535 or 538);

    private static string Reason(Exception e) => e switch
    {
        SmtpCommandException refused => $"{(int)refused.StatusCode} {refused.Message}",
        SslHandshakeException => "the encryption could not be agreed on: the certificate is not trusted, not for this name, or there is no TLS",
        AuthenticationException => $"the sign-in was refused: {e.Message}",
        NotSupportedException => $"it does not offer what the configuration asks for: {e.Message}",
        _ => e.Message,
    };
}
