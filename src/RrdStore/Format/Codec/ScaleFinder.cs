namespace Metrics.RrdStore.Format.Codec;

/// <summary>Looks for a <see cref="Scale"/> under which the values of a block are small integers.</summary>
internal static class ScaleFinder
{
    private const int SampleSize = 32;
    private const int Exponents = 7;

    // What a value that does not fit costs, and what a decimal digit costs each value: in tenths of a bit.
    private const int MisfitCost = 720;
    private const int DigitCost = 33;

    /// <summary>The cheapest scale for a sample of the values.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="stepsPerRow">Primary data points that each value may be the mean of; 1 when it is none.</param>
    /// <param name="scale">The scale.</param>
    /// <returns>Whether at least three of four fit one.</returns>
    public static bool TryFind(ReadOnlySpan<double> values, int stepsPerRow, out Scale scale)
    {
        // Counters read each minute are multiples of 1/60, each half hour of 1/1800: factors of 3 that no decimal has.
        ReadOnlySpan<ulong> factors = [1, 3, 9, (ulong)stepsPerRow, 3 * (ulong)stepsPerRow];
        Span<double> sample = stackalloc double[SampleSize];
        sample = Sample(values, sample);

        var (bestCost, bestDivisor) = (sample.Length * MisfitCost / 4, 0UL);
        foreach (var factor in stepsPerRow > 1 ? factors : factors[..3])
        {
            var (cost, divisor) = Cheapest(sample, factor);
            if (cost < bestCost)
                (bestCost, bestDivisor) = (cost, divisor);
            // Every value fits an own few digits: nothing else will be shorter.
            if (factor == 1 && cost < sample.Length * DigitCost * Exponents)
                break;
        }
        scale = new Scale(bestDivisor);
        return bestDivisor != 0;
    }

    private static Span<double> Sample(ReadOnlySpan<double> values, Span<double> sample)
    {
        if (values.Length < sample.Length)
            sample = sample[..values.Length];
        for (var i = 0; i < sample.Length; i++)
            sample[i] = values[(int)((long)i * values.Length / sample.Length)];
        return sample;
    }

    private static (int Cost, ulong Divisor) Cheapest(ReadOnlySpan<double> sample, ulong factor)
    {
        Span<int> fitting = stackalloc int[Exponents];
        fitting.Clear();
        foreach (var value in sample)
        {
            var exponent = SmallestExponent(value, factor);
            if (exponent < Exponents)
                fitting[exponent]++;
        }

        var (bestCost, bestDivisor) = (int.MaxValue, 0UL);
        var (misfits, divisor) = (sample.Length, factor);
        for (var exponent = 0; exponent < Exponents; exponent++, divisor *= 10)
        {
            misfits -= fitting[exponent];
            var cost = misfits * MisfitCost + exponent * DigitCost * sample.Length;
            if (cost < bestCost)
                (bestCost, bestDivisor) = (cost, divisor);
        }
        return (bestCost, bestDivisor);
    }

    private static int SmallestExponent(double value, ulong factor)
    {
        for (var (exponent, divisor) = (0, factor); exponent < Exponents; exponent++, divisor *= 10)
        {
            if (new Scale(divisor).TryFit(value, out _, out _))
                return exponent;
        }
        return Exponents;
    }
}
