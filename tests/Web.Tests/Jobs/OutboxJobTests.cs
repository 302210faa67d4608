using Metrics.Actions.Alerts;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;
using Metrics.Actions.Tests.Mail;
using Metrics.Web.Commands;
using Metrics.Web.Tests.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Metrics.Web.Tests.Jobs;

public sealed class OutboxJobTests(MailServer server) : IClassFixture<MailServer>
{
    [Fact]
    public async Task A_message_of_the_running_server_goes_out_at_once_and_again_after_a_refusal()
    {
        server.Sink.Refusals.Enqueue("451 4.3.0 later");
        var options = server.Services.GetRequiredService<AlertSettings>().Current.Mail;
        var outbox = server.Services.GetRequiredService<OutboxTable>();
        using var mail = MailText.Make(options, "anna@example.net", "1", TimeProvider.System.GetUtcNow(), new MailLetter("full", "The disk is full.", "", []));

        outbox.Add(new OutboxMessage("1", "mail", "anna@example.net", "full", MailText.Bytes(mail)), TimeSpan.FromHours(1));

        await Waiting.UntilAsync(() => Task.FromResult(!server.Sink.Mails.IsEmpty), "No mail came.", 60);
        await Waiting.UntilAsync(() => Task.FromResult(outbox.Newest(1)[0].State == OutboxState.Accepted), "The answer was not written down.");
        Assert.Equal((2, "127.0.0.1: 2.0.0 Ok: taken as number 1"), (outbox.Newest(1)[0].Attempts, outbox.Newest(1)[0].Answer));
    }

    [Fact]
    public async Task The_test_of_alerts_says_what_the_server_answered()
    {
        await using var sink = new SmtpSink();
        using var directory = new TemporaryDirectory();
        var file = directory.Write("metrics.toml", $"[mail]\nhost = \"127.0.0.1\"\nport = {sink.Port}\ntls = \"none\"\nfrom = \"m@example.net\"\nto = \"anna@example.net\"\n");

        var taken = await CommandRun.MetricsAsync("alert", "test", "--config", file);
        sink.Refusals.Enqueue("554 5.7.1 not you");
        var refused = await CommandRun.MetricsAsync("alert", "test", "--config", file, "--to", "bob@example.net");

        Assert.Equal((ExitCode.Ok, "anna@example.net: taken. 127.0.0.1: 2.0.0 Ok: taken as number 1"), (taken.ExitCode, taken.Output));
        Assert.Equal((ExitCode.Failed, "bob@example.net: not taken. 127.0.0.1: 554 5.7.1 not you"), (refused.ExitCode, refused.Errors));
    }
}
