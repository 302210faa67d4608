namespace Metrics.RrdStore.Format.Codec;

/// <summary>The first byte of a block: what is in it.</summary>
[Flags]
internal enum BlockParts : byte
{
    /// <summary>Integers over a divisor, all values known, none beside.</summary>
    None = 0,

    /// <summary>The integers are the bits of the doubles, in their order, and there is no divisor.</summary>
    Bits = 1,

    /// <summary>A validity map: some values are unknown.</summary>
    Gaps = 2,

    /// <summary>Units in the last place between quotients and values.</summary>
    Corrections = 4,

    /// <summary>Values kept whole because they do not fit the divisor.</summary>
    Misfits = 8,

    /// <summary>Values that are the mean of fewer primary data points than the others.</summary>
    Means = 16,

    /// <summary>All that this version knows.</summary>
    All = Bits | Gaps | Corrections | Misfits | Means,
}
