using System.Buffers.Binary;
using System.Numerics;

namespace Metrics.RrdStore.Storage;

/// <summary>CRC-32C (Castagnoli, as in RFC 3720 without the final inversion), by the processor's own instruction.</summary>
internal static class Checksum
{
    /// <summary>Where every checksum starts, so that zeros have one that is not zero.</summary>
    public const uint Seed = 0xFFFF_FFFF;

    // The polynomial, lowest power at the top bit.
    private const uint Polynomial = 0x82F6_3B78;

    /// <summary>Goes on with a checksum over more bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint crc = Seed)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }

    /// <summary>What a checksum was so many bytes of zeros before.</summary>
    public static uint Rewind(uint crc, int zeros)
    {
        // A step shifts down, and adds the polynomial, whose top bit is set, when a one fell out.
        for (var bits = 8L * zeros; bits > 0; bits--)
            crc = (crc & 0x8000_0000) != 0 ? (crc ^ Polynomial) << 1 | 1 : crc << 1;
        return crc;
    }
}
