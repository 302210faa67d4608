using System.Buffers.Binary;

namespace Metrics.Actions.Firewall.Netfilter;

/// <summary>A set of the table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeyBytes">Bytes of a key: 16 for an IPv6 address, 4 for an IPv4 address, 1 for a family.</param>
/// <param name="HasIntervals">An element with <see cref="NftElement.IsEnd"/> ends what the one before it begins.</param>
/// <param name="HasTimeouts">Elements may end by themselves.</param>
internal sealed record NftSet(string Name, int KeyBytes, bool HasIntervals, bool HasTimeouts)
{
    /// <summary>Type of the key by nft(8)'s numbers, which lets it show the set: ipv4_addr, ipv6_addr, nf_proto.</summary>
    public uint KeyType => KeyBytes switch { 16 => 8, 4 => 7, _ => 2 };

    /// <summary>Writes a key, the highest byte first.</summary>
    public void WriteKey(UInt128 key, Span<byte> destination)
    {
        if (KeyBytes == 16)
            BinaryPrimitives.WriteUInt128BigEndian(destination, key);
        else if (KeyBytes == 4)
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)key);
        else
            destination[0] = (byte)key;
    }

    /// <summary>Reads a key.</summary>
    public static UInt128 ReadKey(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        16 => BinaryPrimitives.ReadUInt128BigEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        1 => bytes[0],
        _ => throw new InvalidDataException($"A key of {bytes.Length} bytes is none of our sets'."),
    };
}

/// <summary>An element of a set.</summary>
/// <param name="Key">The address as a number.</param>
/// <param name="IsEnd">It is the first address behind an interval.</param>
/// <param name="Milliseconds">When it ends by itself; 0: never.</param>
internal readonly record struct NftElement(UInt128 Key, bool IsEnd = false, long Milliseconds = 0);
