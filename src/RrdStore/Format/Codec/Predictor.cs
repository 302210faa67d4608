namespace Metrics.RrdStore.Format.Codec;

/// <summary>What a number of a block is expected to be, from those before it; the values are bytes of the format.</summary>
internal enum Predictor
{
    /// <summary>Zero: the number itself is kept.</summary>
    None = 0,

    /// <summary>A running mean: noise about a level that drifts.</summary>
    Level = 1,

    /// <summary>The one before: a walk, or steps.</summary>
    Last = 2,

    /// <summary>The one before and its distance to the one before that: a slope.</summary>
    Slope = 3,
}
