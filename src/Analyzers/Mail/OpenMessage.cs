using System.Buffers;
using System.Runtime.CompilerServices;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Mail;

/// <summary>A message that is under way in a mail server's queue. Used again for another one when it has left.</summary>
internal sealed class OpenMessage
{
    /// <summary>Most bytes of recipients' domains remembered; a message to more domains than fit counts once more for those beyond.</summary>
    private const int MostDomainBytes = 65_536;

    // Domains that had it, each between line feeds, which no address can hold.
    private readonly ArrayBufferWriter<byte> domains = new(64);

    private byte[] ownId = [];
    private ByteText messageId;
    private ByteText sender;
    private ByteText client;
    private ByteText user;
    private LinkedListNode<OpenMessage>? place;

    /// <summary>Its name in the queue.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>When the last line about it was written, in seconds since the epoch.</summary>
    public long Touched { get; set; }

    /// <summary>How it came.</summary>
    public MailOrigin Origin { get; set; }

    /// <summary>Its size; zero while it is not known.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether its acceptance has been told.</summary>
    public bool Accepted { get; set; }

    /// <summary>Whether it is the second life of a message that a content filter handed back.</summary>
    public bool Refiled { get; set; }

    /// <summary>Whether its first life told its deliveries already: the filter was a program, not a server.</summary>
    public bool DeliveriesTold { get; set; }

    /// <summary>Whether a program on this machine took a delivery of it and may hand it back.</summary>
    public bool ByProgram { get; set; }

    /// <summary>Whether what it became after a filter or a relay on this machine has been seen, so that its hop there is no delivery.</summary>
    public bool HandedBack { get; set; }

    /// <summary>Whether its acceptance is told only with its first delivery: until then it may turn out to be a message that is known.</summary>
    public bool Held { get; set; }

    /// <summary>Whether all its recipients are done as far as its log says.</summary>
    public bool Settled { get; set; }

    /// <summary>Whether another message had its Message-ID when it got it: that one is found by it.</summary>
    public bool IsNamesake { get; set; }

    /// <summary>Its place in a <see cref="MessageOrder"/>.</summary>
    public LinkedListNode<OpenMessage> Place => place ??= new(this);

    /// <summary>Its number there, larger than those of the messages before it.</summary>
    public long Turn { get; set; }

    /// <summary>When it was accepted, in seconds since the epoch; 0 while it is not.</summary>
    public long AcceptedAt { get; set; }

    /// <summary>How long it is under way, in seconds; NaN while it is not accepted.</summary>
    public double Age(long unixSeconds) => AcceptedAt > 0 ? unixSeconds - AcceptedAt : double.NaN;

    /// <summary>Recipients of the envelope; 0 where they are not known.</summary>
    public int Recipients { get; set; }

    /// <summary>Recipients that are not done yet.</summary>
    public int Left { get; set; }

    /// <summary>Recipients whose delivery was deferred since the queue took it up last.</summary>
    public int Deferred { get; set; }

    /// <summary>Whether it is under way.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether it has to be written down again.</summary>
    public bool Changed { get; set; }

    /// <summary>Whether it is written down.</summary>
    public bool Saved { get; set; }

    /// <summary>Identity that its author's program gave it: <c>Message-ID</c>. The author chose it.</summary>
    public ReadOnlySpan<byte> MessageId => messageId.Span;

    /// <summary>Hash of <see cref="MessageId"/>; of no use while that is empty.</summary>
    public ulong MessageKey { get; private set; }

    /// <summary>Sender of the envelope.</summary>
    public ReadOnlySpan<byte> Sender => sender.Span;

    /// <summary>Address of who handed it in.</summary>
    public ReadOnlySpan<byte> Client => client.Span;

    /// <summary>Who had signed in.</summary>
    public ReadOnlySpan<byte> User => user.Span;

    /// <summary>Begins another message.</summary>
    public void Begin(ReadOnlySpan<byte> id, long unixSeconds)
    {
        // Names of one queue are of one length.
        if (ownId.Length != id.Length)
            ownId = new byte[id.Length];
        id.CopyTo(ownId);
        (Id, Touched, IsOpen, Saved) = (ownId, unixSeconds, true, false);
        (Origin, Bytes, Accepted, Refiled, DeliveriesTold, ByProgram) = (MailOrigin.Network, 0, false, false, false, false);
        (HandedBack, Held, Settled, IsNamesake) = (false, false, false, false);
        (AcceptedAt, Recipients, Left, Deferred, Turn) = (0, 0, 0, 0, 0);
        messageId.Set([]);
        sender.Set([]);
        client.Set([]);
        user.Set([]);
        domains.ResetWrittenCount();
    }

    /// <summary>It is no message any more.</summary>
    public void Vacate() => (Id, IsOpen) = ([], false);

    /// <summary>Leaves the order that it has a place in, if any.</summary>
    public void Leave() => place?.List?.Remove(place);

    /// <summary>Keeps the identity.</summary>
    public void SetMessageId(ReadOnlySpan<byte> text)
    {
        messageId.Set(text);
        MessageKey = NameHash.Of(text);
    }

    /// <summary>Keeps the sender.</summary>
    public void SetSender(ReadOnlySpan<byte> text) => sender.Set(text);

    /// <summary>Keeps who handed it in.</summary>
    public void SetClient(MailOrigin origin, ReadOnlySpan<byte> address, ReadOnlySpan<byte> signedIn)
    {
        Origin = origin;
        client.Set(address);
        user.Set(signedIn);
    }

    /// <summary>Whether no recipient had it yet.</summary>
    public bool NothingDelivered => domains.WrittenCount == 0;

    /// <summary>Whether this is the first recipient of a domain; from then on it is not.</summary>
    // All that is read of the key has been written.
    [SkipLocalsInit]
    public bool FirstOfDomain(ReadOnlySpan<byte> recipient)
    {
        Span<byte> key = stackalloc byte[ByteText.Maximum + 2];
        var domain = MailAddress.Domain(recipient);
        if (domain.Length > ByteText.Maximum)
            domain = domain[..ByteText.Maximum];
        key = key[..(domain.Length + 2)];
        (key[0], key[^1]) = ((byte)'\n', (byte)'\n');
        System.Text.Ascii.ToLower(domain, key[1..^1], out _);
        if (!NothingDelivered && domains.WrittenSpan.IndexOf(key) >= 0)
            return false;
        if (domains.WrittenCount + key.Length <= MostDomainBytes)
            domains.Write(key);
        return true;
    }

    /// <summary>Writes all of it.</summary>
    public void Save(StateWriter state)
    {
        state.Bytes(Id);
        state.Number(Touched);
        state.Number((long)Origin);
        state.Number(Bytes);
        var flags = (Accepted ? 1 : 0) | (Refiled ? 2 : 0) | (DeliveriesTold ? 4 : 0) | (ByProgram ? 8 : 0) | (HandedBack ? 16 : 0) | (Held ? 32 : 0)
            | (Settled ? 64 : 0) | (IsNamesake ? 128 : 0);
        state.Number(flags + ((long)Deferred << 8));
        state.Number(AcceptedAt);
        state.Number(Recipients);
        state.Number(Left);
        state.Bytes(MessageId);
        state.Bytes(Sender);
        state.Bytes(Client);
        state.Bytes(User);
        state.Bytes(domains.WrittenSpan);
        state.Number(Turn);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(ref StateReader state)
    {
        Begin(state.Bytes(), state.Number());
        Origin = (MailOrigin)state.Number();
        Bytes = state.Number();
        var flags = state.Number();
        (Accepted, Refiled, DeliveriesTold, ByProgram) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
        (HandedBack, Held, Settled, IsNamesake) = ((flags & 16) != 0, (flags & 32) != 0, (flags & 64) != 0, (flags & 128) != 0);
        Deferred = (int)(flags >> 8);
        AcceptedAt = state.Number();
        (Recipients, Left) = ((int)state.Number(), (int)state.Number());
        SetMessageId(state.Bytes());
        sender.Set(state.Bytes());
        client.Set(state.Bytes());
        user.Set(state.Bytes());
        domains.Write(state.Bytes());
        // Earlier versions wrote no turn.
        Turn = state.AtEnd ? 0 : state.Number();
    }
}
