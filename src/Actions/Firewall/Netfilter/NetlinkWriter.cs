using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Metrics.Actions.Firewall.Netfilter;

/// <summary>Messages for the kernel: headers and attributes as netlink(7) has them, in the byte order of the machine; netfilter's numbers
/// within attributes have their highest byte first.</summary>
internal sealed class NetlinkWriter
{
    /// <summary>Bytes of a message's two headers: struct nlmsghdr, struct nfgenmsg.</summary>
    public const int HeadBytes = 20;

    private const int Alignment = 4, AttributeHead = 4;
    private const ushort Nested = 0x8000;

    private byte[] buffer = new byte[4096];
    private int length;
    private int message;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>Bytes written.</summary>
    public int Length => length;

    /// <summary>Begins a message.</summary>
    public void Begin(ushort type, ushort flags, uint sequence, byte family, ushort resource = 0)
    {
        message = length;
        var head = Take(HeadBytes);
        MemoryMarshal.Write(head[4..], type);
        MemoryMarshal.Write(head[6..], flags);
        MemoryMarshal.Write(head[8..], sequence);
        head[16] = family;
        BinaryPrimitives.WriteUInt16BigEndian(head[18..], resource);
    }

    /// <summary>Ends the message.</summary>
    public void End() => MemoryMarshal.Write(buffer.AsSpan(message), length - message);

    /// <summary>Asks for an answer to the last message.</summary>
    public void AddFlags(ushort flags) => MemoryMarshal.AsRef<ushort>(buffer.AsSpan(message + 6)) |= flags;

    /// <summary>Begins an attribute of attributes.</summary>
    /// <returns>What ends it.</returns>
    public int Open(ushort type)
    {
        var at = length;
        Head(type | Nested, 0);
        return at;
    }

    /// <summary>Ends an attribute of attributes.</summary>
    public void Close(int at) => MemoryMarshal.Write(buffer.AsSpan(at), checked((ushort)(length - at)));

    /// <summary>An attribute of bytes.</summary>
    public void Put(ushort type, ReadOnlySpan<byte> value)
    {
        Head(type, value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>An attribute of text in ASCII.</summary>
    public void Put(ushort type, string text)
    {
        Head(type, text.Length + 1);
        Encoding.ASCII.GetBytes(text, Take(text.Length + 1));
    }

    /// <summary>An attribute of a number.</summary>
    public void Put(ushort type, uint value)
    {
        Head(type, sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);
    }

    /// <summary>An attribute of a long number.</summary>
    public void PutLong(ushort type, ulong value)
    {
        Head(type, sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(Take(sizeof(ulong)), value);
    }

    private void Head(int type, int valueBytes)
    {
        var head = Take(AttributeHead);
        MemoryMarshal.Write(head, checked((ushort)(AttributeHead + valueBytes)));
        MemoryMarshal.Write(head[2..], (ushort)type);
    }

    private Span<byte> Take(int bytes)
    {
        var padded = (bytes + Alignment - 1) & -Alignment;
        if (length + padded > buffer.Length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + padded));
        var taken = buffer.AsSpan(length, padded);
        taken.Clear();
        length += padded;
        return taken[..bytes];
    }
}
