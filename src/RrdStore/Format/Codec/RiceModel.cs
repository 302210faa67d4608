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
    private const int MemoryShift = 4;
    private const ulong LargestRemembered = 1UL << HighestParameter;

    // The running mean times 2^MemoryShift; below 2^61.
    private ulong mean = 1UL << (parameter + MemoryShift);

    /// <summary>The parameter to start with for numbers of this mean.</summary>
    public static int ParameterFor(ulong mean) => Math.Min(HighestParameter, Parameter(Math.Min(mean, LargestRemembered) << MemoryShift));

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
            writer.Write(1UL << (int)quotient, (int)quotient + 1);
            writer.Write(number & ((1UL << k) - 1), k);
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

    // Of numbers with mean m and a geometric distribution, log2(m ln 2) rounded up is the best parameter; 11/16 is ln 2.
    private static int Parameter(ulong scaledMean) => Length((scaledMean * 11) >> (MemoryShift + 4));

    private static int Length(ulong number) => 64 - BitOperations.LeadingZeroCount(number);

    private void Learn(ulong number) => mean += Math.Min(number, LargestRemembered) - (mean >> MemoryShift);
}
