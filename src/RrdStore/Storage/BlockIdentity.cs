using System.Numerics;

namespace Metrics.RrdStore.Storage;

/// <summary>What a block is of. It goes into the checksum, so that a block that a damaged table points to is not taken for another.</summary>
/// <param name="RowSeconds">Seconds of a row.</param>
/// <param name="Window">The window.</param>
/// <param name="Series">Number of the series.</param>
/// <param name="Function">Number of the consolidation function.</param>
internal readonly record struct BlockIdentity(int RowSeconds, uint Window, int Series, int Function)
{
    /// <summary>Where the checksum of the block starts.</summary>
    public uint Seed
    {
        get
        {
            var crc = BitOperations.Crc32C(Checksum.Seed, (ulong)(uint)RowSeconds << 32 | Window);
            return BitOperations.Crc32C(crc, (ulong)(uint)Series << 32 | (uint)Function);
        }
    }
}
