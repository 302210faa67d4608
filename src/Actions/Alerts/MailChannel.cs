using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;

namespace Metrics.Actions.Alerts;

/// <summary>Hands mail of the outbox to the smart hosts that the configuration names now.</summary>
/// <param name="settings">Names them.</param>
public sealed class MailChannel(AlertSettings settings) : IChannel
{
    /// <inheritdoc/>
    public string Way => MailSender.Name;

    /// <inheritdoc/>
    public TimeSpan Patience => new MailSender(settings.Current.Mail).Patience;

    /// <inheritdoc/>
    public Task<Delivery> SendAsync(OutboxMessage message, CancellationToken cancel) => settings.Current.Mail is { IsConfigured: true } mail
        ? new MailSender(mail).SendAsync(message, cancel)
        : Task.FromResult(Delivery.Failed("There is no smart host any more."));
}
