using System.Net;
using MailKit.Net.Smtp;
using MailKit.Security;
using Metrics.Analyzers.Usage;
using Metrics.LogGenerator;
using MimeKit;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>Sends real mail to a server, and keeps what must be counted for it.</summary>
/// <param name="network">Where the server is.</param>
internal sealed class MailDone(NetworkNamespace network)
{
    /// <summary>An address of nobody a detector knows anything of.</summary>
    public const string Client = "198.51.100.7";

    /// <summary>Where somebody guesses from.</summary>
    public const string Guesser = "198.51.100.66";

    public const int Port = 25;

    /// <summary>The domains of the server, their mailboxes, and an alias.</summary>
    public static readonly string[] Domains = ["example.org", "shop.example.net"];

    public static readonly string[] Mailboxes = ["anna@example.org", "bert@example.org", "bert@shop.example.net"];

    public const string Alias = "info@example.org";

    public const string AliasOf = "anna@example.org";

    public const string Password = "right";

    /// <summary>A domain whose server refuses all mail.</summary>
    public const string Gone = "gone.example";

    /// <summary>A domain whose server wants all mail later.</summary>
    public const string Later = "later.example";

    private const string Anna = "anna@example.org";

    // A Received field, a Message-ID.
    private const int MostAdded = 500;

    private long handedInByAnna;

    public Totals Totals { get; } = new();

    /// <summary>Messages that stay in the queue.</summary>
    public int Waiting { get; private set; }

    /// <summary>Some of everything.</summary>
    public void Everything()
    {
        const string stranger = "someone@remote.example";
        Receive(stranger, "anna@example.org", "bert@shop.example.net");
        Receive(stranger, "anna@example.org", "bert@example.org");
        Receive("", "bert@example.org");
        Receive(stranger, Alias);
        Relay(Anna, "a@remote.example", "b@partner.example");
        Bounce(Anna);
        Defer(Anna);
        Send(Client, stranger, null, "nobody@example.org", Anna);
        Refused("nobody@example.org");
        Received(stranger, Anna);
        Harvest();
    }

    /// <summary>Somebody signs in and sends, and somebody guesses passwords as often as makes a detector point at him.</summary>
    public void SignIns()
    {
        const string bert = "bert@example.org";
        Send(Client, bert, Password, "a@remote.example");
        Relayed(bert, 1);
        Totals.Server(Measure.MailSignIns);
        for (var i = 0; i < 10; i++)
        {
            Assert.Throws<AuthenticationException>(() => Send(Guesser, bert, "wrong", "a@remote.example"));
            Totals.Server(Measure.MailSignInsFailed);
        }
    }

    /// <summary>The bytes that were counted are those in the mailboxes; of what was sent, those handed in and what a server writes before them.</summary>
    public void SameBytes(TestAnalyzer analyzer, Func<string, long> mailboxBytes)
    {
        foreach (var mailbox in Mailboxes)
        {
            var (user, domain) = Totals.Split(mailbox);
            Assert.Equal(mailboxBytes(mailbox), analyzer[domain, user, Measure.MailReceivedBytes]);
        }
        Assert.InRange(analyzer["example.org", "anna", Measure.MailSentBytes], handedInByAnna, handedInByAnna + (Totals["example.org", "anna", Measure.MailSent] * MostAdded));
    }

    /// <summary>Hands in a message for mailboxes of the server.</summary>
    private void Receive(string sender, params string[] recipients)
    {
        Send(Client, sender, null, recipients);
        Received(sender, recipients);
    }

    private void Received(string sender, params string[] recipients)
    {
        Accepted(sender, recipients.Length);
        Delivered([.. recipients.Select(r => r == Alias ? AliasOf : r)]);
    }

    private void Relay(string sender, params string[] recipients)
    {
        Send(Client, sender, null, recipients);
        Relayed(sender, recipients.Length);
    }

    private void Relayed(string sender, int recipients)
    {
        Accepted(sender, recipients);
        Totals.Address(sender, Measure.MailRelayed, recipients);
    }

    private void Bounce(string sender)
    {
        Send(Client, sender, null, $"nobody@{Gone}");
        Accepted(sender, 1);
        Totals.Address(sender, Measure.MailBounced);
        // The server reports it.
        Accepted("", 1);
        Delivered(sender);
    }

    private void Defer(string sender)
    {
        Send(Client, sender, null, $"somebody@{Later}");
        Accepted(sender, 1);
        Totals.Address(sender, Measure.MailDeferred);
        Waiting++;
    }

    // As many as make a detector point at the address.
    private void Harvest()
    {
        var guesses = Enumerable.Range(0, 20).Select(i => $"guess{i}@shop.example.net").ToArray();
        // A client that is refused every recipient gives up in MailKit.
        Send(Guesser, "harvester@bulk.example", null, [.. guesses, AliasOf]);
        Received("harvester@bulk.example", AliasOf);
        foreach (var guess in guesses)
            Refused(guess);
    }

    private void Accepted(string sender, int recipients)
    {
        Totals.Server(Measure.MailAccepted);
        if (!Domains.Any(d => sender.EndsWith($"@{d}", StringComparison.Ordinal)))
            return;
        Totals.Address(sender, Measure.MailSent);
        Totals.Address(sender, Measure.MailSentRecipients, recipients);
    }

    private void Delivered(params string[] recipients)
    {
        Totals.Server(Measure.MailReceived);
        foreach (var domain in recipients.Select(r => Totals.Split(r).Domain).Distinct())
            Totals.Add(domain, "", Measure.MailReceived, 1);
        foreach (var recipient in recipients)
        {
            var (user, domain) = Totals.Split(recipient);
            Totals.Add(domain, user, Measure.MailReceived, 1);
            Totals.Address(recipient, Measure.MailReceivedRecipients);
        }
    }

    private void Refused(string recipient)
    {
        foreach (var measure in new[] { Measure.MailRejected, Measure.MailRejectedUnknownRecipient })
        {
            Totals.Server(measure);
            Totals.Add(Totals.Split(recipient).Domain, "", measure, 1);
        }
    }

    private void Send(string client, string sender, string? password, params string[] recipients)
    {
        using var message = new MimeMessage { Subject = "Hello", Body = new TextPart("plain") { Text = "Real mail.\r\n" } };
        using var smtp = new GuessingClient();
        smtp.Connect(network.Connect(client, Port), IPAddress.Loopback.ToString(), Port, SecureSocketOptions.None);
        if (password is not null)
            smtp.Authenticate(Totals.Split(sender).User, password);
        smtp.Send(message, new MailboxAddress("", sender), recipients.Select(r => new MailboxAddress("", r)));
        smtp.Disconnect(quit: true);
        if (sender == Anna)
            handedInByAnna += MessageBytes(message);
    }

    // As they lie in the queue, without the carriage returns.
    private static long MessageBytes(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Unix }, bytes);
        return bytes.Length;
    }

    /// <summary>A client that does not mind recipients being refused.</summary>
    private sealed class GuessingClient : SmtpClient
    {
        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
        }
    }
}
