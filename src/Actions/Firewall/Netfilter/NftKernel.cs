using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Metrics.Actions.Firewall.Netfilter;

/// <summary>The kernel's nf_tables, for one table. Not for several threads at once.</summary>
internal sealed class NftKernel : IDisposable
{
    private const int ErrorHead = 36, SequencePlace = 8, FlagsPlace = 6, NoSuchEntry = 2;

    /// <summary>A dump that others disturb is begun anew.</summary>
    private const int MostTries = 20;

    private readonly string table;
    private readonly NetlinkSocket socket = new();
    private readonly byte[] answers = new byte[256 * 1024];

    // Answers to what went before are known by their numbers, should any be left: each transaction has room for a million.
    private const uint Apart = 1 << 20;
    private uint asked;

    /// <summary>Opens the way to it.</summary>
    /// <param name="table">Name of the table, of the family inet.</param>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public NftKernel(string table) => this.table = table;

    /// <summary>Begins a transaction; nothing is done until it is committed.</summary>
    public NftTransaction Begin() => new(table, asked += Apart);

    /// <summary>Does all that a transaction has, or nothing.</summary>
    /// <exception cref="IOException">The kernel refuses; the message says at which step and why.</exception>
    public void Commit(NftTransaction transaction)
    {
        socket.Send(transaction.Finish(out var last));
        IOException? failure = null;
        while (true)
        {
            var rest = socket.Receive(answers);
            while (Next(ref rest, out var message, out var type))
            {
                if (type != Nft.ErrorMessage)
                    continue;
                var sequence = MemoryMarshal.Read<uint>(message[SequencePlace..]);
                if (sequence - transaction.First > last - transaction.First)
                    continue;
                if (MemoryMarshal.Read<int>(message[16..]) is var error and not 0)
                    failure ??= Refused(transaction.StepAt(sequence), error, message);
                // A transaction that fails as a whole is answered at its first message, and then no further.
                if (sequence == last || (sequence == transaction.First && failure is not null))
                {
                    if (failure is not null)
                        throw failure;
                    return;
                }
            }
        }
    }

    /// <summary>The number of the rule set of the whole network: one more with each transaction of anybody.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public uint Generation()
    {
        uint found = 0;
        Ask(Nft.GetGeneration, 0, _ => { }, attributes => found = BinaryPrimitives.ReadUInt32BigEndian(NetlinkAttributes.Find(attributes, Nft.GenerationId)));
        return found;
    }

    /// <summary>The elements of a set; null when there is no such set.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public HashSet<NftElement>? Elements(NftSet set)
    {
        var found = new HashSet<NftElement>();
        return Ask(Nft.GetElements, Nft.Dump, writer => writer.Put(Nft.ElementsSet, set.Name), Take, found.Clear) ? found : null;

        void Take(ReadOnlySpan<byte> attributes)
        {
            var elements = new NetlinkAttributes(NetlinkAttributes.Find(attributes, Nft.Elements));
            while (elements.Next())
            {
                var key = NetlinkAttributes.Find(NetlinkAttributes.Find(elements.Value, Nft.ElementKey), Nft.DataValue);
                var flags = NetlinkAttributes.Find(elements.Value, Nft.ElementFlags);
                found.Add(new NftElement(NftSet.ReadKey(key), flags.Length == sizeof(uint) && (BinaryPrimitives.ReadUInt32BigEndian(flags) & Nft.IntervalEnd) != 0));
            }
        }
    }

    /// <summary>The rules of the table as bytes, which differ when anything about them has changed; empty without any.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public byte[] Rules()
    {
        var found = new MemoryStream();
        return Ask(Nft.GetRule, Nft.Dump, _ => { }, attributes => found.Write(attributes), () => found.SetLength(0)) ? found.ToArray() : [];
    }

    /// <summary>The counters of the table: packets and bytes by name.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public Dictionary<string, (ulong Packets, ulong Bytes)> Counters()
    {
        var found = new Dictionary<string, (ulong, ulong)>(StringComparer.Ordinal);
        Ask(Nft.GetObject, Nft.Dump, writer => writer.Put(Nft.ObjectType, (uint)Nft.CounterObject), Take, found.Clear);
        return found;

        void Take(ReadOnlySpan<byte> attributes)
        {
            // Others' tables are told too where the kernel does not know the filter.
            if (Text(NetlinkAttributes.Find(attributes, Nft.Table)) != table)
                return;
            var data = NetlinkAttributes.Find(attributes, Nft.ObjectData);
            found[Text(NetlinkAttributes.Find(attributes, Nft.ObjectName))] = (
                BinaryPrimitives.ReadUInt64BigEndian(NetlinkAttributes.Find(data, Nft.CounterPackets)),
                BinaryPrimitives.ReadUInt64BigEndian(NetlinkAttributes.Find(data, Nft.CounterBytes)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private delegate void TakeAttributes(ReadOnlySpan<byte> attributes);

    /// <summary>Asks, and takes what is answered; false when there is no such thing.</summary>
    private bool Ask(ushort type, ushort flags, Action<NetlinkWriter> write, TakeAttributes take, Action? again = null)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var writer = new NetlinkWriter();
            writer.Begin(type, (ushort)(Nft.Request | Nft.Acknowledge | flags), asked += Apart, Nft.Inet);
            if (type != Nft.GetGeneration)
                writer.Put(Nft.Table, table);
            write(writer);
            writer.End();
            socket.Send(writer.Written);
            again?.Invoke();
            switch (TakeAnswers(take))
            {
                case true:
                    return true;
                case false:
                    return false;
            }
        }
        throw new IOException("Others change the firewall so often that it cannot be read.");
    }

    /// <summary>Takes the answers; false when there is no such thing, null when they are of two states.</summary>
    private bool? TakeAnswers(TakeAttributes take)
    {
        var isTorn = false;
        while (true)
        {
            var rest = socket.Receive(answers);
            while (Next(ref rest, out var message, out var type))
            {
                if (MemoryMarshal.Read<uint>(message[SequencePlace..]) != asked)
                    continue;
                isTorn |= (MemoryMarshal.Read<ushort>(message[FlagsPlace..]) & Nft.Torn) != 0;
                if (type is Nft.ErrorMessage or Nft.DoneMessage)
                {
                    var error = message.Length >= 20 ? MemoryMarshal.Read<int>(message[16..]) : 0;
                    const int interrupted = -4;
                    return error switch
                    {
                        0 => isTorn ? null : true,
                        -NoSuchEntry => false,
                        interrupted => null,
                        _ => throw Refused("read what is", error, message),
                    };
                }
                take(message[NetlinkWriter.HeadBytes..]);
            }
        }
    }

    /// <summary>The next of some messages; its bytes begin with its headers.</summary>
    private static bool Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> message, out ushort type)
    {
        message = default;
        type = 0;
        if (rest.Length < 16)
            return false;
        var length = MemoryMarshal.Read<int>(rest);
        if (length < 16 || length > rest.Length)
            return false;
        message = rest[..length];
        type = MemoryMarshal.Read<ushort>(rest[4..]);
        rest = rest[Math.Min(rest.Length, (length + 3) & ~3)..];
        return true;
    }

    private static IOException Refused(string step, int error, ReadOnlySpan<byte> message)
    {
        const ushort text = 1;
        var hasText = message.Length > ErrorHead && (MemoryMarshal.Read<ushort>(message[FlagsPlace..]) & Nft.HasAttributes) != 0;
        var said = hasText ? Text(NetlinkAttributes.Find(message[ErrorHead..], text)) : "";
        return new IOException($"The kernel refuses to {step} in the firewall: {Marshal.GetPInvokeErrorMessage(-error)}{(said.Length > 0 ? $", {said}" : "")}.");
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.TrimEnd((byte)0));
}
