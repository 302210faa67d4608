using System.Runtime.CompilerServices;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Looks for a <see cref="Scale"/> under which the values of a block are small integers.</summary>
internal static class ScaleFinder
{
    private const int SampleSize = 32;
    private const int Exponents = 7;

    // In tenths of a bit: what a value that does not fit costs, or may cost where it can be a mean of fewer; what a factor of ten and one
    // of three cost each value.
    private const int MisfitCost = 720;
    private const int MeanCost = 180;
    private const int TenCost = 33;
    private const int ThreeCost = 16;

    // Counters read each minute are multiples of 1/60, each half hour of 1/1800: factors that no decimal has.
    private const int MostThrees = 2;

    // Values from which the scale of a plain block is guessed.
    private const int GuessSize = 4;

    /// <summary>The cheapest scale for a sample of the values.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="stepsPerRow">Primary data points that each value may be the mean of; 1 when it is none.</param>
    /// <param name="scale">The scale.</param>
    /// <returns>Whether there is one that half of them fit.</returns>
    [SkipLocalsInit]
    public static bool TryFind(ReadOnlySpan<double> values, int stepsPerRow, out Scale scale)
    {
        Span<double> sample = stackalloc double[SampleSize];
        sample = Sample(values, sample);
        if (TryGuess(sample, out scale) && AllFit(sample, scale))
            return true;
        scale = default;
        var cost = int.MaxValue;
        foreach (var steps in (ReadOnlySpan<int>)[1, stepsPerRow])
        {
            for (var threes = 0; threes <= MostThrees; threes++)
            {
                if (TryUnits(sample, threes, (ulong)steps, ref cost, ref scale))
                    return true;
            }
            if (stepsPerRow == 1 || stepsPerRow > (int)Scale.HighestSteps)
                break;
        }
        return scale.Divisor != 0;
    }

    // Spread by the golden ratio: evenly, and in step with no period that the values may have.
    private static Span<double> Sample(ReadOnlySpan<double> values, Span<double> sample)
    {
        const uint GoldenRatio = 0x9E37_79B9;
        if (values.Length <= sample.Length)
        {
            values.CopyTo(sample);
            return sample[..values.Length];
        }
        for (var i = 0; i < sample.Length; i++)
            sample[i] = values[(int)((ulong)((uint)i * GoldenRatio) * (ulong)values.Length >> 32)];
        return sample;
    }

    /// <summary>The scale of some values, from the first to the last. Most blocks are of decimals with one number of digits, and some values tell it: a search
    /// finds the same, save that it leaves a single longer value out.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="scale">The scale. The other values may not fit it.</param>
    /// <returns>Whether those are decimals.</returns>
    public static bool TryGuess(ReadOnlySpan<double> values, out Scale scale)
    {
        var (exponent, unit) = (0, 1UL);
        for (var i = 0; i < GuessSize; i++)
        {
            var value = values[i * (values.Length - 1) / (GuessSize - 1)];
            // One that fits a power of ten fits the next one.
            while (!new Scale(unit, 1).TryFit(value, out _, out _))
            {
                if (++exponent == Exponents)
                {
                    scale = default;
                    return false;
                }
                unit *= 10;
            }
        }
        scale = new Scale(unit, 1);
        return true;
    }

    private static bool AllFit(ReadOnlySpan<double> sample, Scale scale)
    {
        foreach (var value in sample)
            if (!scale.TryFit(value, out _, out _))
                return false;
        return true;
    }

    /// <returns>Whether a scale was found that all values fit; no further one needs to be tried.</returns>
    private static bool TryUnits(ReadOnlySpan<double> sample, int threes, ulong steps, ref int bestCost, ref Scale best)
    {
        var factor = threes switch { 0 => 1UL, 1 => 3UL, _ => 9UL };
        Span<int> fitting = stackalloc int[Exponents];
        fitting.Clear();
        foreach (var value in sample)
        {
            var exponent = SmallestExponent(value, factor, steps);
            if (exponent < Exponents)
                fitting[exponent]++;
        }

        var (misfits, unit) = (sample.Length, factor);
        for (var exponent = 0; exponent < Exponents; exponent++, unit *= 10)
        {
            misfits -= fitting[exponent];
            var cost = misfits * (steps == 1 ? MisfitCost : MeanCost) + (exponent * TenCost + threes * ThreeCost) * sample.Length;
            if (cost < bestCost && misfits <= sample.Length / 2)
                (bestCost, best) = (cost, new Scale(unit, steps));
        }
        return misfits == 0;
    }

    private static int SmallestExponent(double value, ulong factor, ulong steps)
    {
        for (var (exponent, unit) = (0, factor); exponent < Exponents; exponent++, unit *= 10)
        {
            if (new Scale(unit, steps).TryFit(value, out _, out _))
                return exponent;
        }
        return Exponents;
    }
}
