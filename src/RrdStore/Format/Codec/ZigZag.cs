namespace Metrics.RrdStore.Format.Codec;

/// <summary>Signed numbers as unsigned ones, small for small magnitudes: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4.</summary>
internal static class ZigZag
{
    public static ulong Fold(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Unfold(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
