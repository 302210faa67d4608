using System.Buffers;
using System.Globalization;
using Metrics.Analyzers.Events;
using Metrics.Analyzers.Text;
using Metrics.Analyzers.Usage;

namespace Metrics.Analyzers.Detectors;

/// <summary>Points at users and programs of this machine that send unusually much: more than a number of recipients in an hour, or many times what the same hour
/// of the past weeks had.</summary>
/// <remarks>Its key is who signed in; of a program the sender it gives. Bounded as <see cref="AddressDetector"/> is.</remarks>
internal sealed class SendingDetector
{
    /// <summary>Senders watched.</summary>
    public const int Most = 10_000;

    /// <summary>Name of the detector.</summary>
    public const string Name = "sending";

    /// <summary>So many times the busiest of the same hours is unusual.</summary>
    private const int UnusualFactor = 5;

    /// <summary>Below this share of the limit nothing is unusual.</summary>
    private const double LeastShare = 0.1;

    private readonly int limit;
    private readonly HourClock hours;
    private readonly Func<string, long, long?> usual;
    private readonly Action<Offender> found;

    // By the hash of the name in any case.
    private readonly NameTable<Sender> senders = new();
    private Sender? touched;

    // For the next Save.
    private readonly List<Sender> changed = [];
    private readonly List<byte[]> removed = [];

    /// <summary>Watches what is sent.</summary>
    /// <param name="limit">Recipients within an hour that are too many in any case.</param>
    /// <param name="zone">The zone of the hours.</param>
    /// <param name="usual">The most recipients that a mail address sent to in the same hour of one of the past weeks; null when too little is known.</param>
    /// <param name="found">Takes who is pointed at.</param>
    public SendingDetector(int limit, TimeZoneInfo zone, Func<string, long, long?> usual, Action<Offender> found)
    {
        (this.limit, this.usual, this.found) = (limit, usual, found);
        hours = new HourClock(zone);
    }

    /// <summary>A message was handed in.</summary>
    public void Sent(in MailMessage message)
    {
        var name = message.Origin == MailOrigin.Authenticated ? message.User : message.Sender;
        if (message.Origin is not (MailOrigin.Authenticated or MailOrigin.Local) || name.IsEmpty)
            return;
        name = name[..Math.Min(name.Length, DomainAccounts.MostNameBytes)];
        var hash = NameHash.OfAnyCase(name);
        if (senders.Find(hash) is not { } sender)
        {
            if (senders.Count >= Most)
                Forget();
            senders.Set(hash, sender = new Sender(name.ToArray()));
        }
        var hour = hours.Begin(message.UnixSeconds);
        if (sender.Hour != hour)
            (sender.Hour, sender.Recipients, sender.Messages, sender.Flagged, sender.Bound) = (hour, 0, 0, false, null);
        sender.Messages++;
        sender.Recipients += Math.Max(1, message.Recipients);
        sender.Last = message.UnixSeconds;
        touched = sender;
        if (!sender.Changed)
            changed.Add(sender);
        sender.Changed = true;
    }

    /// <summary>Takes the line that the last event was read from.</summary>
    public void LineEnded(ReadOnlySpan<byte> line)
    {
        if (touched is not { } sender)
            return;
        touched = null;
        // Most never come near to what is unusual: of them no lines are kept.
        if (sender.Recipients < limit * LeastShare / 2)
            return;
        sender.Evidence.Add(line);
        if (sender.Flagged || sender.Recipients < limit * LeastShare)
            return;
        var name = PrintableText.Of(sender.Name);
        // What is usual is looked up once in an hour, and only for who sends much.
        sender.Bound ??= usual(name, sender.Hour) is { } most ? Math.Clamp(most * UnusualFactor, (long)(limit * LeastShare), limit) : limit;
        if (sender.Recipients < sender.Bound)
            return;
        sender.Flagged = true;
        var what = string.Create(CultureInfo.InvariantCulture, $"{sender.Messages:N0} messages to {sender.Recipients:N0} recipients within an hour; ");
        var why = sender.Bound < limit
            ? string.Create(CultureInfo.InvariantCulture, $"at this hour it never sent to more than {sender.Bound / UnusualFactor:N0} in the past weeks.")
            : string.Create(CultureInfo.InvariantCulture, $"the limit is {limit:N0}.");
        found(new Offender(Name, name, IsAddress: false, sender.Last, sender.Last, 1, what + why, Doubtful: false, sender.Evidence.Lines));
    }

    /// <summary>Tells what has changed since the last time.</summary>
    public void Save(StateChanges changes)
    {
        changes.Removed.AddRange(removed);
        removed.Clear();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var sender in changed)
        {
            sender.Changed = false;
            if (senders.Find(NameHash.OfAnyCase(sender.Name)) != sender)
                continue;
            buffer.ResetWrittenCount();
            var state = new StateWriter(buffer);
            state.Number(sender.Hour);
            state.Number(sender.Messages);
            state.Number(sender.Recipients);
            state.Number(sender.Last);
            state.Number(sender.Flagged ? 1 : 0);
            changes.Put.Add((sender.Name, buffer.WrittenSpan.ToArray()));
        }
        changed.Clear();
    }

    /// <summary>Takes back an entry that <see cref="Save"/> told.</summary>
    /// <exception cref="FormatException">It was written by something else.</exception>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var state = new StateReader(value);
        senders.Set(NameHash.OfAnyCase(key), new Sender(key.ToArray())
        {
            Hour = state.Number(),
            Messages = state.Number(),
            Recipients = state.Number(),
            Last = state.Number(),
            Flagged = state.Number() == 1,
        });
    }

    private void Forget()
    {
        foreach (var sender in senders.Values.OrderBy(s => s.Last).Take(Most / 4).ToArray())
        {
            senders.Remove(NameHash.OfAnyCase(sender.Name));
            removed.Add(sender.Name);
        }
    }

    private sealed class Sender(byte[] name)
    {
        public byte[] Name { get; } = name;

        public EvidenceLines Evidence { get; } = new();

        public long Hour { get; set; }

        public long Messages { get; set; }

        public long Recipients { get; set; }

        public bool Flagged { get; set; }

        public long? Bound { get; set; }

        public long Last { get; set; }

        public bool Changed { get; set; }
    }
}
