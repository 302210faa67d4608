using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using MimeKit;

namespace Metrics.Actions.Tests.Mail;

public class MailSenderTests
{
    private static readonly MailLetter Letter = new("Disk full", "The disk is full.\n", "<p>The disk is full.</p>", []);

    [Fact]
    public async Task A_mail_is_taken_with_the_servers_own_words()
    {
        await using var sink = new SmtpSink();

        var delivery = await SendAsync(new MailOptions { Hosts = ["127.0.0.1"], Port = sink.Port, Tls = TlsMode.None, From = "Metrics <m@example.net>" });

        Assert.Equal(Delivery.Taken("127.0.0.1: 2.0.0 Ok: taken as number 1"), delivery);
        var (recipient, mail) = Assert.Single(sink.Mails);
        Assert.Equal("anna@example.net", recipient);
        Assert.Equal("Disk full", mail.Subject);
        Assert.Equal("The disk is full.", mail.TextBody?.Trim());
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", true), InlineData("554 5.7.1 spam", true), InlineData("450 4.2.1 later", false), InlineData("530 5.7.0 sign in first", false)]
    public async Task A_recipient_that_is_refused_for_good_is_told_from_one_that_is_put_off(string answer, bool isFinal)
    {
        await using var sink = new SmtpSink { Recipients = new() { ["anna@example.net"] = answer } };
        var options = new MailOptions { Hosts = ["127.0.0.1"], Port = sink.Port, Tls = TlsMode.None, From = "m@example.net" };
        var delivery = await SendAsync(options);
        Assert.Equal((false, isFinal), (delivery.Accepted, delivery.IsFinal));
        Assert.Contains(answer[4..], delivery.Answer, StringComparison.Ordinal);

        // Another host, that is not there, may be of another opinion: it is tried again.
        Assert.True((await SendAsync(new MailOptions { Hosts = ["127.0.0.1", "127.0.0.2"], Port = sink.Port, Tls = TlsMode.None, From = "m@example.net" })) is { Accepted: false, IsFinal: false });
        sink.Refusals.Enqueue("552 5.3.4 too large");
        sink.Recipients.Clear();
        Assert.True((await SendAsync(options)).IsFinal);
        Assert.True((await SendAsync(options)).Accepted);
    }

    [Fact]
    public async Task It_signs_in_over_a_connection_that_our_authority_vouches_for()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority();
        using var certificate = authority.Sign("localhost");
        File.WriteAllText(directory["authority.pem"], authority.Pem);
        File.WriteAllText(directory["password"], "secret\n");
        await using var sink = new SmtpSink(certificate) { Account = ("metrics", "secret") };
        var options = new MailOptions
        {
            Hosts = ["localhost"],
            Port = sink.Port,
            Authority = directory["authority.pem"],
            User = "metrics",
            PasswordFile = directory["password"],
            From = "m@example.net",
        };

        Assert.True((await SendAsync(options)).Accepted);
        Assert.Contains("STARTTLS", sink.Commands);

        File.WriteAllText(directory["password"], "wrong");
        var refused = await SendAsync(options);
        Assert.False(refused.Accepted);
        Assert.Contains("the sign-in was refused", refused.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refused.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_ends_it_before_the_password()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority();
        using var certificate = authority.Sign("mail.example.org");
        File.WriteAllText(directory["authority.pem"], authority.Pem);
        File.WriteAllText(directory["password"], "secret");
        await using var sink = new SmtpSink(certificate) { Account = ("metrics", "secret") };

        var delivery = await SendAsync(new MailOptions
        {
            Hosts = ["localhost"],
            Port = sink.Port,
            Authority = directory["authority.pem"],
            User = "metrics",
            PasswordFile = directory["password"],
            From = "m@example.net",
        });

        Assert.False(delivery.Accepted);
        Assert.DoesNotContain(sink.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_encryption_that_was_asked_for_nothing_is_said()
    {
        await using var sink = new SmtpSink();

        var delivery = await SendAsync(new MailOptions { Hosts = ["127.0.0.1"], Port = sink.Port, From = "m@example.net" });

        Assert.False(delivery.Accepted);
        Assert.DoesNotContain(sink.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_host_is_tried_and_each_failure_is_told()
    {
        await using var sink = new SmtpSink();
        sink.Refusals.Enqueue("554 5.7.1 not you");

        var both = new MailOptions { Hosts = ["127.0.0.1", "localhost"], Port = sink.Port, Tls = TlsMode.None, From = "m@example.net" };
        var second = await SendAsync(both);
        Assert.True(second.Accepted);
        Assert.StartsWith("localhost: ", second.Answer, StringComparison.Ordinal);

        sink.Refusals.Enqueue("554 5.7.1 not you");
        sink.Refusals.Enqueue("451 4.3.0 later");
        Assert.Equal(Delivery.Failed("127.0.0.1: 554 5.7.1 not you; localhost: 451 4.3.0 later"), await SendAsync(both));
    }

    [Fact]
    public void Names_from_outside_make_no_headers()
    {
        using var mail = MailText.Make(
            new MailOptions { From = "m@example.net" }, "anna@example.net", "1", TimeProvider.System.GetUtcNow(), Letter with { Subject = "full\r\nBcc: all@example.net\u202E" });

        Assert.Empty(mail.Bcc);
        Assert.Equal("full  Bcc: all@example.net ", MimeMessage.Load(new MemoryStream(MailText.Bytes(mail)), TestContext.Current.CancellationToken).Subject + " ");
    }

    private static async Task<Delivery> SendAsync(MailOptions options)
    {
        using var mail = MailText.Make(options, "anna@example.net", "1", TimeProvider.System.GetUtcNow(), Letter);
        return await new MailSender(options).SendAsync(new OutboxMessage("1", "mail", "anna@example.net", "", MailText.Bytes(mail)), TestContext.Current.CancellationToken);
    }
}
