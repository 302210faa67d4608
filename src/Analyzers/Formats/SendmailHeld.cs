using System.Buffers;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Recipients that Sendmail refused in lines that do not have the client, by the name of their message: its from= line comes when the client has ended
/// it, and says who that was. Each is told once, at the latest some hours on, without a client.</summary>
internal sealed class SendmailHeld
{
    /// <summary>Most messages with such recipients; one more, and the tenth of them that waits longest is told.</summary>
    internal const int MostMessages = 1_000;

    /// <summary>Most recipients of a message; more are told at once. So many are enough to be an offender.</summary>
    internal const int MostOfMessage = 100;

    /// <summary>Longest wait for the from= line, in seconds: Sendmail gives a client an hour for each command (Timeout.command).</summary>
    internal const long LongestSeconds = 7_200;

    // Of the entries' keys; see ISyslogProgram.Save.
    private const byte StateKey = 19;

    private readonly Dictionary<byte[], Message> open;
    private readonly Dictionary<byte[], Message>.AlternateLookup<ReadOnlySpan<byte>> byName;
    private readonly List<byte[]> removed = [];

    // No message has waited since before; it may be that none has since then either.
    private long oldest = long.MaxValue;

    /// <summary>Nothing is held.</summary>
    public SendmailHeld() => open = ByteKeys.Exact.Dictionary(out byName);

    /// <summary>Takes a refusal without a client.</summary>
    /// <param name="id">Name of the message; without one nothing else will be said of it.</param>
    /// <param name="refusal">It; its sender is not kept.</param>
    /// <param name="events">Takes what cannot wait.</param>
    public void Add(ReadOnlySpan<byte> id, in MailRejection refusal, ILogEvents events)
    {
        if (id.IsEmpty || refusal.Recipient.Length > ByteText.Maximum)
        {
            events.Rejected(refusal);
            return;
        }
        if (!byName.TryGetValue(id, out var message))
        {
            if (open.Count >= MostMessages)
                Forget([.. InOrder().Take(MostMessages / 10)], events);
            byName[id] = message = new Message();
        }
        if (message.Refusals.Count >= MostOfMessage)
        {
            events.Rejected(refusal);
            return;
        }
        message.Refusals.Add(new Refusal(refusal.UnixSeconds, refusal.Reason, refusal.Recipient.ToArray()));
        message.IsChanged = true;
        oldest = Math.Min(oldest, message.Since);
    }

    /// <summary>The client of a message is known; empty when it is none of the network.</summary>
    /// <returns>Whether something was held.</returns>
    public bool Tell(ReadOnlySpan<byte> id, ReadOnlySpan<byte> client, ILogEvents events)
    {
        if (open.Count == 0 || !byName.Remove(id, out var name, out var message))
            return false;
        if (message.IsSaved)
            removed.Add([StateKey, .. name]);
        foreach (var refusal in message.Refusals)
            events.Rejected(new MailRejection { UnixSeconds = refusal.UnixSeconds, Reason = refusal.Reason, Client = client, Recipient = refusal.Recipient });
        return true;
    }

    /// <summary>Tells what waits too long at a time of the log.</summary>
    public void Expire(long unixSeconds, ILogEvents events)
    {
        if (open.Count == 0 || unixSeconds - oldest <= LongestSeconds)
            return;
        Forget([.. InOrder().TakeWhile(entry => unixSeconds - entry.Value.Since > LongestSeconds)], events);
        oldest = open.Count == 0 ? long.MaxValue : open.Values.Min(message => message.Since);
    }

    /// <summary>See <see cref="ISyslogProgram.Save"/>.</summary>
    public void Save(StateChanges changes)
    {
        changes.Removed.AddRange(removed);
        removed.Clear();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var (name, message) in open)
        {
            if (!message.IsChanged)
                continue;
            buffer.ResetWrittenCount();
            var state = new StateWriter(buffer);
            foreach (var refusal in message.Refusals)
            {
                state.Number(refusal.UnixSeconds);
                state.Number((long)refusal.Reason);
                state.Bytes(refusal.Recipient);
            }
            changes.Put.Add(([StateKey, .. name], buffer.WrittenSpan.ToArray()));
            (message.IsChanged, message.IsSaved) = (false, true);
        }
    }

    /// <summary>See <see cref="ISyslogProgram.Restore"/>.</summary>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key is not [StateKey, .. var name])
            return false;
        var message = new Message { IsSaved = true };
        var state = new StateReader(value);
        do
            message.Refusals.Add(new Refusal(state.Number(), (RejectReason)state.Number(), state.Bytes().ToArray()));
        while (!state.AtEnd);
        byName[name] = message;
        oldest = Math.Min(oldest, message.Since);
        return true;
    }

    // The same after a restart, which puts them into memory in another order.
    private IEnumerable<KeyValuePair<byte[], Message>> InOrder() => open.OrderBy(entry => entry.Value.Since).ThenBy(entry => entry.Key, ByteKeys.InOrder);

    private void Forget(KeyValuePair<byte[], Message>[] entries, ILogEvents events)
    {
        foreach (var (name, _) in entries)
            Tell(name, [], events);
    }

    private sealed record Refusal(long UnixSeconds, RejectReason Reason, byte[] Recipient);

    private sealed class Message
    {
        public List<Refusal> Refusals { get; } = [];

        public long Since => Refusals[0].UnixSeconds;

        public bool IsChanged { get; set; }

        public bool IsSaved { get; set; }
    }
}
