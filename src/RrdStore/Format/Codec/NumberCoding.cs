namespace Metrics.RrdStore.Format.Codec;

/// <summary>How a row of unsigned numbers is laid down; the two high bits of the first byte.</summary>
internal enum NumberCoding
{
    /// <summary>All are zero; no bits follow.</summary>
    Zeros = 0,

    /// <summary>The same width each.</summary>
    Packed = 1,

    /// <summary>Rice code with a parameter that follows the data.</summary>
    Rice = 2,

    /// <summary>Length of a run of zeros, then a number that is not zero less one, in turn, both in Rice code.</summary>
    Runs = 3,
}
