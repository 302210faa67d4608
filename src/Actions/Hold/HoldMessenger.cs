using System.Collections.Immutable;
using Metrics.Actions.Alerts;
using Metrics.Actions.Mail;
using Metrics.Actions.Outbox;

namespace Metrics.Actions.Hold;

/// <summary>Tells the receivers of alerts about a hold: at once and straight to the smart hosts, or by the outbox.</summary>
/// <param name="settings">Who is told, and how mail goes.</param>
/// <param name="channels">The other ways.</param>
/// <param name="outbox">Takes what nobody took at once.</param>
/// <param name="time">The clock.</param>
public sealed class HoldMessenger(AlertSettings settings, IEnumerable<IChannel> channels, OutboxTable outbox, TimeProvider time)
{
    private const int AtOnce = 8;

    private readonly ImmutableArray<IChannel> others = [.. channels.Where(channel => channel is not MailChannel)];

    /// <summary>How long a warning may take, with all its ways: what does harm goes on meanwhile.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    private AlertOptions Options => settings.Current;

    /// <summary>Name of the server.</summary>
    internal string Server => Options.Server;

    /// <summary>The time, in the zone in which it is written.</summary>
    internal DateTimeOffset Now => TimeZoneInfo.ConvertTime(time.GetUtcNow(), Options.Zone);

    /// <summary>The page of the hold; empty when its address is not known.</summary>
    internal string Link => Options.Mail.Link.Length == 0 ? "" : Options.Mail.Link + "/hold";

    /// <summary>Tells now, all receivers and ways at once, and waits for the answers, as long as <see cref="Patience"/>. What was not taken goes to the outbox.</summary>
    /// <returns>The answer of who took it first; or why nobody did.</returns>
    internal async Task<HoldOutcome> TellNowAsync(string key, MailContent content, CancellationToken cancel)
    {
        var options = Options;
        var messages = Messages(options, key, content);
        if (messages.IsEmpty)
            return new HoldOutcome("There is nobody to tell: [mail] and mail.to, or [alert.NAME], say who.", IsFailed: true);
        using var limit = new CancellationTokenSource(Patience, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var mail = new MailSender(options.Mail);
        var perHost = Patience / Math.Max(1, options.Mail.Hosts.Count);
        var (taken, failed) = (new List<string>(), new List<string>());
        using var free = new SemaphoreSlim(AtOnce);
        await Task.WhenAll(messages.Select(async message =>
        {
            var delivery = await SendAsync(message, mail, perHost, free, ended.Token).ConfigureAwait(false);
            lock (taken)
                (delivery.Accepted ? taken : failed).Add($"{message.Target}: {delivery.Answer}");
            if (!delivery.Accepted)
                outbox.Add(message, options.Mail.Life);
        })).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return taken.Count > 0
            ? new HoldOutcome($"Taken. {taken[0]}{(taken.Count > 1 ? $" (and {taken.Count - 1} more)" : "")}{(failed.Count > 0 ? $" Not by {failed.Count}, which is tried again." : "")}")
            : new HoldOutcome($"Nobody took it within {Patience.TotalSeconds:0.#} s; it is tried again. {string.Join("; ", failed)}", IsFailed: true);
    }

    /// <summary>Tells by the outbox, in a transaction that keeps in mind that it was told.</summary>
    internal void Tell(HoldTable table, long job, string key, MailContent content)
    {
        var options = Options;
        var messages = Messages(options, key, content);
        table.Tell(job, connection =>
        {
            foreach (var message in messages)
                outbox.Add(connection, message, options.Mail.Life);
        });
        outbox.Announce();
    }

    /// <summary>Tells by the outbox; the same key once.</summary>
    internal void Tell(string key, MailContent content)
    {
        var options = Options;
        foreach (var message in Messages(options, key, content))
            outbox.Add(message, options.Mail.Life);
    }

    private async Task<Delivery> SendAsync(OutboxMessage message, MailSender mail, TimeSpan perHost, SemaphoreSlim free, CancellationToken cancel)
    {
        try
        {
            await free.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                if (message.Way == MailSender.Name)
                {
                    using var stream = new MemoryStream(message.Content, writable: false);
                    using var letter = await MimeKit.MimeMessage.LoadAsync(stream, cancel).ConfigureAwait(false);
                    return await mail.SendAsync(letter, message.Target, perHost, cancel).ConfigureAwait(false);
                }
                return others.FirstOrDefault(channel => channel.Way == message.Way) is { } channel
                    ? await channel.SendAsync(message, cancel).ConfigureAwait(false)
                    : Delivery.Failed($"There is no way {message.Way}.");
            }
            finally
            {
                free.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return Delivery.Failed($"no answer within {Patience.TotalSeconds:0.#} s");
        }
        catch (Exception e)
        {
            return Delivery.Failed(e.Message);
        }
    }

    private ImmutableArray<OutboxMessage> Messages(AlertOptions options, string key, MailContent content)
    {
        var now = time.GetUtcNow();
        var letter = content.ToLetter();
        var document = new AlertDocument(1, options.Server, content.Subject, Link, []);
        // Who is asked only when others do not answer is asked at once here: it is not the time to wait.
        var messages = options.Receivers.SelectMany(receiver => receiver.Mail).Distinct(StringComparer.OrdinalIgnoreCase).Where(_ => options.Mail.IsConfigured).Select(to =>
        {
            using var one = MailText.Make(options.Mail, to, key, now, letter);
            return new OutboxMessage($"{key}/{to}", MailSender.Name, to, content.Subject, MailText.Bytes(one));
        });
        return
        [
            .. messages,
            .. options.Receivers.Where(receiver => receiver.Webhook.Length > 0).Select(receiver => new OutboxMessage($"{key}/{receiver.Name}/webhook", WebhookChannel.Name, receiver.Name, content.Subject, document.For(receiver))),
            .. options.Receivers.Where(receiver => !receiver.Command.IsEmpty).Select(receiver => new OutboxMessage($"{key}/{receiver.Name}/command", CommandChannel.Name, receiver.Name, content.Subject, document.ToJson())),
        ];
    }
}
