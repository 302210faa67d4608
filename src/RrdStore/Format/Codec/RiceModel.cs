using System.Numerics;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Rice code whose parameter follows the running mean of the numbers coded, so that quiet and busy stretches of a block
/// each get theirs without a word in the header. The same steps run while measuring, writing and reading.</summary>
/// <param name="parameter">The parameter to start with, 0 to <see cref="HighestParameter"/>.</param>
/// <remarks>A number n is coded as n / 2^k zeros, a one, and its k low bits. Where that quotient would reach
/// <see cref="LongestUnary"/>, that many zeros, then the length of n less one in six bits, then n.</remarks>
internal struct RiceModel(int parameter)
{
    public const int HighestParameter = 56;
    private const int LongestUnary = 20;
    private const int LengthBits = 6;
    private const int MemoryShift = 3;
    private const ulong LargestRemembered = 1UL << HighestParameter;

    // The running mean times 2^MemoryShift; below 2^60.
    private ulong mean = 1UL << (parameter + MemoryShift);

    /// <summary>Bits of a number from its highest one down; 0 for zero.</summary>
    public static int Length(ulong number) => 64 - BitOperations.LeadingZeroCount(number);

    /// <summary>Bits that coding the number takes; learns from it.</summary>
    public int Measure(ulong number)
    {
        var k = Parameter(mean);
        Learn(number);
        var quotient = number >> k;
        return quotient < LongestUnary ? (int)quotient + 1 + k : LongestUnary + LengthBits + Length(number);
    }

    public void Write(ref BitWriter writer, ulong number)
    {
        var k = Parameter(mean);
        Learn(number);
        var quotient = number >> k;
        if (quotient < LongestUnary)
        {
            var unary = (int)quotient + 1;
            var rest = number & ((1UL << k) - 1);
            if (unary + k <= BitWriter.WordBits)
            {
                writer.Write(1UL << (int)quotient | rest << unary, unary + k);
                return;
            }
            writer.Write(1UL << (int)quotient, unary);
            writer.Write(rest, k);
            return;
        }
        writer.Write(0, LongestUnary);
        writer.Write((ulong)Length(number) - 1, LengthBits);
        writer.Write(number, Length(number));
    }

    public ulong Read(ref BitReader reader)
    {
        var k = Parameter(mean);
        var number = ReadNumber(ref reader, k);
        Learn(number);
        return number;
    }

    private static ulong ReadNumber(ref BitReader reader, int k)
    {
        var bits = reader.Peek();
        var quotient = BitOperations.TrailingZeroCount(bits);
        if (quotient < LongestUnary)
        {
            var taken = quotient + 1;
            if (taken + k <= BitReader.PeekBits)
            {
                reader.Skip(taken + k);
                return ((ulong)quotient << k) | ((bits >> taken) & ((1UL << k) - 1));
            }
            reader.Skip(taken);
            return ((ulong)quotient << k) | reader.Read(k);
        }
        reader.Skip(LongestUnary);
        return reader.Read((int)reader.Read(LengthBits) + 1);
    }

    // log2 of the mean, rounded down. For a geometric distribution log2(mean ln 2), rounded up, would be right; measured on the series of
    // servers it is 1 % longer.
    private static int Parameter(ulong scaledMean) => Length(scaledMean >> (MemoryShift + 1));

    // A number counts as eight times the mean and eight more at most. A level that rises is followed within a few numbers all the
    // same, and a single large one does not make its followers longer.
    private void Learn(ulong number) =>
        mean += Math.Min(Math.Min(number, mean + (1 << MemoryShift)), LargestRemembered) - (mean >> MemoryShift);
}
