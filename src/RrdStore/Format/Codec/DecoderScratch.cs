using System.Buffers;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Memory that decoding one part of a block needs for a moment, from the shared pool.</summary>
/// <param name="count">Values of the block.</param>
internal readonly struct DecoderScratch(int count) : IDisposable
{
    private readonly ulong[] rented = ArrayPool<ulong>.Shared.Rent(count);

    /// <summary>A number for each value.</summary>
    public Span<ulong> Numbers => rented.AsSpan(0, count);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<ulong>.Shared.Return(rented);
}
