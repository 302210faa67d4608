using System.Buffers.Binary;
using System.Numerics;

namespace Metrics.RrdStore.Storage;

/// <summary>CRC-32C (Castagnoli, as in RFC 3720 without the final inversion), by the processor's own instruction.</summary>
internal static class Checksum
{
    /// <summary>Where every checksum starts, so that zeros have one that is not zero.</summary>
    public const uint Seed = 0xFFFF_FFFF;

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
}
