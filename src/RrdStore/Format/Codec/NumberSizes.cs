namespace Metrics.RrdStore.Format.Codec;

/// <summary>What a row of unsigned numbers tells about its codings.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="All">The bits that any of them has.</param>
/// <param name="Lengths">Significant bits of all of them together.</param>
/// <param name="Zeros">How many are zero.</param>
internal readonly record struct NumberSizes(int Count, ulong All, int Lengths, int Zeros)
{
    /// <summary>Looks at numbers.</summary>
    public static NumberSizes Of(ReadOnlySpan<ulong> numbers)
    {
        ulong all = 0;
        var (zeros, lengths) = (0, 0);
        foreach (var number in numbers)
        {
            all |= number;
            lengths += RiceModel.Length(number);
            zeros += number == 0 ? 1 : 0;
        }
        return new NumberSizes(numbers.Length, all, lengths, zeros);
    }

    /// <summary>Significant bits of the largest.</summary>
    public int Width => RiceModel.Length(All);

    /// <summary>Bits of the numbers when each takes those of the largest.</summary>
    public long Packed => (long)Width * Count;

    /// <summary>Bits of the numbers in Rice code, about: it adds one or two to the significant ones of each, and less to a zero.</summary>
    public long Rice => Lengths + 2L * Count - Zeros;
}
