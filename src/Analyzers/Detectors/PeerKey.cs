using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Metrics.Analyzers.Detectors;

/// <summary>Whom an address stands for: an IPv4 address, or an IPv6 network, since one customer has all addresses of it.</summary>
/// <param name="Network">The network's first address; IPv4 as <c>::ffff:a.b.c.d</c> (RFC 4291, 2.5.5.2).</param>
/// <param name="PrefixBits">Bits of it that count, of 128.</param>
internal readonly record struct PeerKey(UInt128 Network, int PrefixBits)
{
    private const int LongestText = 45;
    private static readonly UInt128 Mapped = (UInt128)0xFFFF << 32;

    /// <summary>Whether it is the machine itself: 127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => Network >> 24 == (Mapped >> 24) + 127 || (Network == 0 && PrefixBits < 128) || Network == 1;

    /// <summary>Reads the address of a peer as daemons write it; names, ports, zones and short forms such as <c>127.1</c> are none.</summary>
    /// <param name="text">The address.</param>
    /// <param name="prefixBits">Bits of an IPv6 address that count.</param>
    /// <param name="key">Whom it stands for.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, int prefixBits, out PeerKey key)
    {
        key = default;
        if (TryReadV4(text, out var v4))
        {
            key = new PeerKey(Mapped | v4, 128);
            return true;
        }
        if (text.StartsWith("IPv6:"u8))
            text = text["IPv6:".Length..];
        if (text.Length > LongestText || !text.Contains((byte)':') || text.Contains((byte)'%') || !IPAddress.TryParse(text, out var address))
            return false;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        var bits = value >> 32 == Mapped >> 32 ? 128 : prefixBits;
        key = new PeerKey(bits == 0 ? 0 : value >> (128 - bits) << (128 - bits), bits);
        return true;
    }

    /// <summary>The network and its length, for the database.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[17];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Network);
        bytes[16] = (byte)PrefixBits;
        return bytes;
    }

    /// <summary>What <see cref="ToBytes"/> is of.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static PeerKey FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 17 ? new PeerKey(BinaryPrimitives.ReadUInt128BigEndian(bytes), bytes[16]) : throw new FormatException($"A network has 17 bytes; found {bytes.Length}.");

    /// <summary>Whether it has an address in common with a network.</summary>
    public bool Overlaps(IPNetwork network)
    {
        var isV4 = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork;
        Span<byte> bytes = stackalloc byte[16];
        (isV4 ? network.BaseAddress.MapToIPv6() : network.BaseAddress).TryWriteBytes(bytes, out _);
        var bits = Math.Min(PrefixBits, network.PrefixLength + (isV4 ? 96 : 0));
        return bits == 0 || (Network ^ BinaryPrimitives.ReadUInt128BigEndian(bytes)) >> (128 - bits) == 0;
    }

    // Four decimal numbers without zeros before them, which some programs read as octal.
    private static bool TryReadV4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0)
            {
                if (text.IsEmpty || text[0] != '.')
                    return false;
                text = text[1..];
            }
            if (!Utf8Parser.TryParse(text, out byte number, out var digits) || digits > 3 || (digits > 1 && text[0] == '0') || text[0] == '+')
                return false;
            address = (address << 8) | number;
            text = text[digits..];
        }
        return text.IsEmpty;
    }

    /// <summary>The address, or the network as <c>2001:db8:1:2::/64</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Network);
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : PrefixBits == 128 ? address.ToString() : $"{address}/{PrefixBits}";
    }
}
