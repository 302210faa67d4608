using System.Buffers;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Mail;

/// <summary>Follows messages through a mail server's queue by their names there, however the lines of many messages interleave, and tells
/// each message and each delivery once.</summary>
/// <remarks>A name is used again after its message has left, with short names within minutes; a line that only begins a message therefore
/// ends an older one of the same name. What a content filter hands back is the same message with another name: it is known by its
/// Message-ID and its sender, or by its name that the filter answered with, and its hop to the filter is no delivery.</remarks>
internal sealed class MessageTracker
{
    /// <summary>Most messages under way that are remembered; beyond that the ones longest without a line are forgotten.</summary>
    internal const int MostOpen = 200_000;

    /// <summary>Messages that a program took last, and may still hand back.</summary>
    private const int MostTaken = 256;

    /// <summary>Messages settled last: aliases may still bring lines of them.</summary>
    private const int MostSettled = 1_000;

    private const byte OpenKey = 0;
    private const byte TakenKey = 1;

    // By the hashes of their names in the queue, and of their Message-IDs.
    private readonly NameTable<OpenMessage> open = new();
    private readonly NameTable<OpenMessage> named = new();
    private readonly MessageOrder taken = new(MostTaken);
    private readonly MessageOrder settled = new(MostSettled);
    private readonly Stack<OpenMessage> spare = new();

    // For the next Save.
    private readonly List<OpenMessage> changed = [];
    private readonly List<byte[]> removed = [];

    /// <summary>Messages under way.</summary>
    public int Count => open.Count;

    /// <summary>Messages that had to be forgotten because there were too many.</summary>
    public long Forgotten { get; private set; }

    /// <summary>A line that only the first one of a message can be: an older message of this name has left.</summary>
    public OpenMessage Begin(ReadOnlySpan<byte> id, long unixSeconds) => Begin(NameHash.Of(id), id, unixSeconds);

    /// <summary>The message of this name; begun now where its beginning was before the log's.</summary>
    public OpenMessage Of(ReadOnlySpan<byte> id, long unixSeconds) => Find(id, unixSeconds, out var hash) ?? Begin(hash, id, unixSeconds);

    /// <summary>The message of this name; one of this machine's own, begun now, where there is none.</summary>
    public OpenMessage OfOwn(ReadOnlySpan<byte> id, long unixSeconds)
    {
        if (Find(id, unixSeconds, out var hash) is { } known)
            return known;
        var message = Begin(hash, id, unixSeconds);
        message.SetClient(MailOrigin.Local, [], []);
        return message;
    }

    private OpenMessage? Find(ReadOnlySpan<byte> id, long unixSeconds, out ulong hash)
    {
        hash = NameHash.Of(id);
        if (open.Find(hash) is not { } message)
            return null;
        message.Touched = unixSeconds;
        Change(message);
        return message;
    }

    private OpenMessage Begin(ulong hash, ReadOnlySpan<byte> id, long unixSeconds)
    {
        if (open.Count >= MostOpen)
            Forget();
        var message = spare.TryPop(out var used) ? used : new OpenMessage();
        message.Begin(id, unixSeconds);
        if (open.Set(hash, message) is { } older)
            Ended(older);
        Change(message);
        return message;
    }

    /// <summary>Names a message. One that came from this machine with the name of one under way is that one, handed back by a filter.</summary>
    public void Name(OpenMessage message, ReadOnlySpan<byte> messageId)
    {
        if (messageId.Length is 0 or > ByteText.Maximum || !message.MessageId.IsEmpty)
            return;
        message.SetMessageId(messageId);
        if (named.Add(message.MessageKey, message) is not { } first)
            return;
        message.IsNamesake = first != message;
        if (first == message || message.Accepted || (message.Origin != MailOrigin.Local && !Loopback.Is(message.Client)))
            return;
        message.SetClient(first.Origin, first.Client, first.User);
        if (first.Held)
        {
            // Nothing was told of it yet; its second life has the whole address of its sender.
            (first.Held, first.HandedBack) = (false, true);
            Change(first);
            return;
        }
        (message.Refiled, message.DeliveriesTold) = (true, first.ByProgram);
        message.SetSender(first.Sender);
    }

    /// <summary>A server on this machine took a message and answered with the name under which it queued it. When that is one of this log, it is the same
    /// message.</summary>
    /// <returns>Whether it is: then the hop was no delivery.</returns>
    public bool HandBack(OpenMessage message, ReadOnlySpan<byte> secondId)
    {
        if (open.Find(NameHash.Of(secondId)) is not { } second || second == message || !second.Held)
            return false;
        (second.Held, second.Refiled) = (false, true);
        message.HandedBack = true;
        second.SetClient(message.Origin, message.Client, message.User);
        Change(second);
        return true;
    }

    /// <summary>The queue took the message over. Told once, however often the queue says it.</summary>
    public void Accept(OpenMessage message, long unixSeconds, ReadOnlySpan<byte> sender, long bytes, int recipients, ILogEvents events)
    {
        if (message.Accepted)
            return;
        message.Accepted = true;
        // A filter keeps the envelope. A mailing list hands back under the same Message-ID too, but as a sender of its own.
        if (message.Refiled && !message.Sender.SequenceEqual(sender))
        {
            (message.Refiled, message.DeliveriesTold) = (false, false);
            message.SetClient(MailOrigin.Local, [], []);
        }
        message.SetSender(sender);
        (message.AcceptedAt, message.Bytes, message.Recipients, message.Left) = (unixSeconds, bytes, recipients, recipients);
        if (sender.IsEmpty && message.Client.IsEmpty)
            message.Origin = MailOrigin.Bounce;
        if (message.Refiled)
        {
            if (named.Find(message.MessageKey) is { } first && first != message)
            {
                first.HandedBack = true;
                Change(first);
            }
        }
        else if (!message.Held)
        {
            Tell(message, events);
        }
    }

    /// <summary>A delivery was tried.</summary>
    /// <param name="message">The message.</param>
    /// <param name="unixSeconds">When.</param>
    /// <param name="recipient">To whom.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="delaySeconds">Time since the message came; NaN where it is not known.</param>
    /// <param name="relay">Host it went to; empty for a mailbox of this machine.</param>
    /// <param name="events">Takes it.</param>
    public static void Deliver(
        OpenMessage message, long unixSeconds, ReadOnlySpan<byte> recipient, MailOutcome outcome, double delaySeconds, ReadOnlySpan<byte> relay,
        ILogEvents events)
    {
        if (message.Held)
        {
            message.Held = false;
            Tell(message, events);
        }
        if (message.DeliveriesTold && outcome == MailOutcome.Delivered)
            return;
        // What another server took is no mail received here.
        var received = outcome == MailOutcome.Delivered && relay.IsEmpty;
        events.Delivered(new MailDelivery
        {
            UnixSeconds = unixSeconds,
            Outcome = outcome,
            Recipient = recipient,
            Sender = message.Sender,
            Bytes = message.Bytes,
            FirstOfMessage = received && message.NothingDelivered,
            FirstOfDomain = received && message.FirstOfDomain(recipient),
            DelaySeconds = delaySeconds,
            Relay = relay,
        });
    }

    /// <summary>A recipient is done for good, in the log of a server that does not say when a message has left: it has when all are, and is forgotten a
    /// while later.</summary>
    public void Settle(OpenMessage message)
    {
        message.Left--;
        if (message.Left > 0 || message.Settled)
            return;
        message.Settled = true;
        if (settled.Add(message) is { } oldest)
            End(oldest.Id);
    }

    /// <summary>The message has left the queue.</summary>
    public void End(ReadOnlySpan<byte> id) => End(NameHash.Of(id));

    private void End(ulong hash)
    {
        if (open.Remove(hash) is { } message)
            Ended(message);
    }

    private void Ended(OpenMessage message)
    {
        message.Leave();
        // What comes back is found by its Message-ID: who is not found by it is of no use.
        if (!message.ByProgram || message.MessageId.IsEmpty || message.IsNamesake)
        {
            Release(message);
            return;
        }
        Unsave(message);
        message.IsOpen = false;
        Change(message);
        if (taken.Add(message) is { } oldest)
            Release(oldest);
    }

    /// <summary>Tells what has changed since the last time.</summary>
    public void Save(StateChanges changes)
    {
        changes.Removed.AddRange(removed);
        removed.Clear();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var message in changed)
        {
            message.Changed = false;
            if (message.Id.Length == 0)
                continue;
            buffer.ResetWrittenCount();
            message.Save(new StateWriter(buffer));
            changes.Put.Add((Key(message), buffer.WrittenSpan.ToArray()));
            message.Saved = true;
        }
        changed.Clear();
    }

    /// <summary>Takes back one entry.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var message = new OpenMessage();
        var state = new StateReader(value);
        message.Restore(ref state);
        (message.IsOpen, message.Saved) = (key is [OpenKey, ..], true);
        if (message.IsOpen)
            open.Set(NameHash.Of(message.Id), message);
        else
            taken.Restore(message);
        if (message.IsOpen && message.Settled)
            settled.Restore(message);
        if (!message.MessageId.IsEmpty && !message.IsNamesake)
            named.Set(message.MessageKey, message);
    }

    private static void Tell(OpenMessage message, ILogEvents events) => events.Accepted(new MailMessage
    {
        UnixSeconds = message.AcceptedAt,
        Sender = message.Sender,
        Bytes = message.Bytes,
        Recipients = message.Recipients,
        Origin = message.Origin,
        Client = message.Client,
        User = message.User,
    });

    // A name in the queue may be in use again while the one that had it is still remembered.
    private static byte[] Key(OpenMessage message) => message.IsOpen ? [OpenKey, .. message.Id] : [TakenKey, .. message.MessageId];

    private void Change(OpenMessage message)
    {
        if (message.Changed)
            return;
        message.Changed = true;
        changed.Add(message);
    }

    private void Unsave(OpenMessage message)
    {
        if (message.Saved)
            removed.Add(Key(message));
        message.Saved = false;
    }

    private void Release(OpenMessage message)
    {
        Unsave(message);
        message.Leave();
        if (!message.MessageId.IsEmpty && named.Find(message.MessageKey) == message)
            named.Remove(message.MessageKey);
        message.Vacate();
        spare.Push(message);
    }

    // Rare and not cheap: a tenth goes at once. Which, does not depend on the order in which they lie in memory.
    private void Forget()
    {
        foreach (var message in open.Values.OrderBy(m => m.Touched).ThenBy(m => m.Id, ByteKeys.InOrder).Take(MostOpen / 10).ToArray())
        {
            Forgotten++;
            open.Remove(NameHash.Of(message.Id));
            Release(message);
        }
    }
}
