using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Formats;

/// <summary>Deliveries of qmail under way, by their numbers. A number that starts again was never ended, since the daemon was.</summary>
internal sealed class QmailDeliveries
{
    // qmail's limits on concurrency are 255 here and 255 elsewhere, with patches some thousands.
    private readonly StateTable<Delivery> open = new(
        17, 10_000,
        (state, delivery) =>
        {
            state.Bytes(delivery.MessageId);
            state.Bytes(delivery.Recipient);
            state.Number(delivery.Local ? 1 : 0);
        },
        (ref StateReader state) => new Delivery(state.Bytes().ToArray(), state.Bytes().ToArray(), state.Number() != 0));

    /// <summary>Reads "2392: msg 12345 to remote lwq@w3.example".</summary>
    /// <returns>False when it is something else.</returns>
    public bool Start(LineCursor cursor)
    {
        if (!cursor.Until(": msg "u8, out var number) || number.Length > 20 || !cursor.Until(" to "u8, out var message) || message.Length > 20)
            return false;
        var local = cursor.Skip("local "u8);
        if ((!local && !cursor.Skip("remote "u8)) || cursor.Rest.Length > ByteText.Maximum)
            return false;
        open.Put(number, new Delivery(message.ToArray(), cursor.Rest.ToArray(), local));
        return true;
    }

    /// <summary>Ends a delivery.</summary>
    /// <returns>It; null when it started before the log did.</returns>
    public Delivery? End(ReadOnlySpan<byte> number) => open.Remove(number, out var delivery) ? delivery : null;

    /// <summary>See <see cref="ISyslogProgram.Save"/>.</summary>
    public void Save(StateChanges changes) => open.Save(changes);

    /// <summary>See <see cref="ISyslogProgram.Restore"/>.</summary>
    public bool Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => open.Restore(key, value);

    /// <summary>An attempt that has not ended.</summary>
    /// <param name="MessageId">Name of the message in the queue.</param>
    /// <param name="Recipient">To whom, with the prefix of a virtual domain.</param>
    /// <param name="Local">Whether by qmail-local.</param>
    internal sealed record Delivery(byte[] MessageId, byte[] Recipient, bool Local);
}
