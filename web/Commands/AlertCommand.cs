using System.CommandLine;
using Metrics.Actions.Mail;
using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary><c>metrics alert</c>: what concerns alerts, whether the server runs or not.</summary>
internal sealed class AlertCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Option<string?> to = new("--to") { Description = "Whom to send it to, instead of mail.to.", HelpName = "ADDRESS" };

    /// <summary>Makes the verbs.</summary>
    public AlertCommand(ConfigOptions options) : base("alert", "Tries what alerts need.")
    {
        this.options = options;
        to.Validators.Add(result =>
        {
            if (result.Tokens.SingleOrDefault()?.Value is { } address && ConfigKeys.AreMailAddresses([address]) is { } fault)
                result.AddError($"--to {fault}");
        });
        var test = new Command("test", "Sends a mail now, past the outbox, and says what the smart host answered.") { to };
        test.SetAction(TestAsync);
        Subcommands.Add(test);
    }

    private async Task<int> TestAsync(ParseResult command, CancellationToken cancel)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        var (mail, title) = (config.Settings.Mail, config.Settings.Server.Title);
        if (!mail.IsConfigured)
        {
            output.Error("There is no smart host: set mail.host and mail.from.");
            return ExitCode.Failed;
        }
        IReadOnlyList<string> receivers = command.GetValue(to) is { } one ? [one] : mail.To;
        if (receivers.Count == 0)
        {
            output.Error("There is nobody to send it to: set mail.to, or give --to.");
            return ExitCode.Failed;
        }
        var letter = new MailLetter(
            $"Test of the alerts of {title}",
            $"This is a test, asked for by \"metrics alert test\" on {title}.\nAlerts will come to you the same way.\n", "", []);
        var sender = new MailSender(mail);
        var exit = ExitCode.Ok;
        foreach (var receiver in receivers)
        {
            using var message = MailText.Make(mail, receiver, Guid.NewGuid().ToString(), TimeProvider.System.GetUtcNow(), letter);
            var delivery = await sender.SendAsync(message, receiver, cancel);
            if (delivery.Accepted)
                output.Say($"{receiver}: taken. {delivery.Answer}");
            else
            {
                output.Error($"{receiver}: not taken. {delivery.Answer}");
                exit = ExitCode.Failed;
            }
        }
        return exit;
    }
}
