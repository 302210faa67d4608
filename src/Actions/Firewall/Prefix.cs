using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Metrics.Actions.Firewall;

/// <summary>An address, or a network: all addresses that begin with the same bits.</summary>
internal readonly record struct Prefix
{
    private const int BitsV4 = 32, BitsV6 = 128;

    /// <summary>Bits of an IPv6 address that are one customer's: nobody is stopped by the block of a single one of 2^64.</summary>
    public const int CustomerBitsV6 = 64;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    private Prefix(UInt128 address, int bits, bool isV6)
    {
        (Bits, IsV6) = (bits, isV6);
        First = address & ~Rest;
    }

    /// <summary>The first address as a number.</summary>
    public UInt128 First { get; }

    /// <summary>How many bits are the same.</summary>
    public int Bits { get; }

    /// <summary>Whether it is of IPv6.</summary>
    public bool IsV6 { get; }

    /// <summary>The last address as a number.</summary>
    public UInt128 Last => First | Rest;

    /// <summary>Whether it is one address.</summary>
    public bool IsAddress => Bits == Width;

    private int Width => IsV6 ? BitsV6 : BitsV4;

    // A shift by the whole width would shift by nothing.
    private UInt128 Rest => Bits == Width ? UInt128.Zero : UInt128.MaxValue >> (BitsV6 - Width + Bits);

    /// <summary>An address alone. One of IPv4 within IPv6 is of IPv4.</summary>
    public static Prefix Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new Prefix(BinaryPrimitives.ReadUInt32BigEndian(bytes), BitsV4, isV6: false)
            : new Prefix(BinaryPrimitives.ReadUInt128BigEndian(bytes), BitsV6, isV6: true);
    }

    /// <summary>Reads <c>192.0.2.7</c>, <c>192.0.2.0/24</c>, <c>2001:db8::7</c>, <c>2001:db8::/32</c>, and nothing else: no short, octal or
    /// hexadecimal forms, no zones, no bits behind the length.</summary>
    /// <returns>Null when it is anything else.</returns>
    public static Prefix? Read(ReadOnlySpan<char> text) => Split(text) is var (whole, bits) && whole.Cut(bits).First == whole.First ? whole.Cut(bits) : null;

    /// <summary>The network of an address with a length, also of one with bits behind it: of <c>192.0.2.9/24</c> it is 192.0.2.0/24.</summary>
    /// <returns>Null when it is anything else.</returns>
    public static Prefix? NetworkOf(ReadOnlySpan<char> text) => Split(text) is var (whole, bits) ? whole.Cut(bits) : null;

    private static (Prefix Whole, int Bits)? Split(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        var address = slash < 0 ? text : text[..slash];
        if (address.Length > 45 || address.ContainsAnyExcept(Characters) || !IPAddress.TryParse(address, out var parsed))
            return null;
        var isV6 = address.Contains(':');
        // The system's reader takes 127.1 and 010.0.0.1, each of which means something else to somebody.
        if (!isV6 && !IsDotted(address))
            return null;
        var whole = Of(parsed);
        if (slash < 0)
            return (whole, whole.Width);
        var digits = text[(slash + 1)..];
        if (digits.Length is < 1 or > 3 || (digits[0] == '0' && digits.Length > 1) || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
            return null;
        // A network of IPv4 within IPv6 has its length in IPv6.
        if (isV6 && !whole.IsV6)
            bits -= BitsV6 - BitsV4;
        return bits >= 0 && bits <= whole.Width ? (whole, bits) : null;
    }

    /// <summary>Whether a text has four parts between dots, none of them with a zero in front.</summary>
    private static bool IsDotted(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var part in text.Split('.'))
        {
            var length = part.End.Value - part.Start.Value;
            if (length is < 1 or > 3 || (length > 1 && text[part.Start] == '0'))
                return false;
            parts++;
        }
        return parts == 4;
    }

    /// <summary>The network that it is in.</summary>
    /// <param name="bits">Bits of the network; not more than its own.</param>
    public Prefix Cut(int bits) => new(First, bits, IsV6);

    /// <summary>What is blocked for an address: for one of IPv6 the network of its customer.</summary>
    public Prefix Customer() => IsV6 && Bits > CustomerBitsV6 ? Cut(CustomerBitsV6) : this;

    /// <summary>Whether they have an address in common.</summary>
    public bool Overlaps(Prefix other) => IsV6 == other.IsV6 && First <= other.Last && other.First <= Last;

    /// <summary>As it is read.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        var address = new IPAddress(IsV6 ? bytes : bytes[12..]);
        return IsAddress ? address.ToString() : $"{address}/{Bits}";
    }
}
