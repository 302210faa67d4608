namespace Metrics.RrdStore;

/// <summary>What a <see cref="Reading"/> holds.</summary>
public enum ReadingKind : byte
{
    /// <summary>Nothing: the source could not say.</summary>
    Unknown,

    /// <summary>A double.</summary>
    Number,

    /// <summary>An unsigned 64-bit count.</summary>
    Count,
}
