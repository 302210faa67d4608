using System.Buffers;
using System.Runtime.InteropServices;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Memory that encoding one block needs for a moment, from the shared pool.</summary>
/// <param name="count">Values of the block.</param>
/// <param name="isBrief">Whether it is soon made part of a longer one.</param>
internal readonly struct EncoderScratch(int count, bool isBrief) : IDisposable
{
    private const int Rows = 6;

    private readonly ulong[] rented = ArrayPool<ulong>.Shared.Rent(Rows * count + ScaledColumn.MaximumLength(count) / sizeof(ulong) + 1);

    /// <summary>Whether the block is soon made part of a longer one: what is about as short and sooner done will do.</summary>
    public bool IsBrief => isBrief;

    /// <summary>The known values together.</summary>
    public Span<double> Known => MemoryMarshal.Cast<ulong, double>(Row(0));

    /// <summary>The integers they become.</summary>
    public Span<long> Integers => MemoryMarshal.Cast<ulong, long>(Row(1));

    /// <summary>Distances of the integers to their prediction.</summary>
    public Span<ulong> Distances => Row(2);

    /// <summary>Units in the last place between quotients and values.</summary>
    public Span<long> Corrections => MemoryMarshal.Cast<ulong, long>(Row(3));

    /// <summary>How many primary data points are missing in each mean.</summary>
    public Span<ulong> Missing => Row(5);

    /// <summary>Positions of values that do not fit the divisor.</summary>
    public Span<int> Misfits => MemoryMarshal.Cast<ulong, int>(Row(4));

    /// <summary>A <see cref="ScaledColumn"/> before it is known whether it is the shorter form.</summary>
    public Span<byte> Scaled => MemoryMarshal.AsBytes(rented.AsSpan(Rows * count));

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<ulong>.Shared.Return(rented);

    private Span<ulong> Row(int index) => rented.AsSpan(index * count, count);
}
