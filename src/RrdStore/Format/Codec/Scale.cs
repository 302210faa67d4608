using System.Numerics;

namespace Metrics.RrdStore.Format.Codec;

/// <summary>Values as integers over a divisor: temperatures over 10, a rate over its step, a mean over what it is the mean of.</summary>
/// <param name="unit">The divisor of one primary data point; with <paramref name="steps"/> not above <see cref="HighestDivisor"/>.</param>
/// <param name="steps">Primary data points that a value is the mean of, from 1.</param>
/// <remarks>A value fits when dividing its integer gives the value back. It is a division because multiplying by 0.1 gives other doubles
/// than the decimals people and kernels write. The mean of rounded parts is a few units in the last place away from its quotient; that
/// distance is then kept beside the integer.</remarks>
internal readonly struct Scale(ulong unit, ulong steps)
{
    public const ulong HighestDivisor = 1UL << 50;

    /// <summary>Highest number of primary data points in a mean; a year of half minutes.</summary>
    public const ulong HighestSteps = 1UL << 20;

    // How far a value may be from its quotient, in units in the last place.
    private const int LargestCorrection = 32;

    // How many primary data points may be missing before a mean counts as a value that does not fit.
    private const ulong MostMissing = 32;

    // So far, as a share of it, a product can be from its integer when the value is so near to the quotient: twice as many units, for the
    // rounding of the product. It spares most values that do not fit the division.
    private const double ProductTolerance = 1.0 / (1L << 46);

    // An integer up to here is exact as a double, with two bits to spare for the rounding of the product.
    private const double LargestInteger = 1L << 51;

    // Between neighbouring quotients must lie many more doubles than corrections reach, else any value fits by chance.
    private const double LargestCorrected = 1L << 40;

    private readonly double divisor = unit * steps;

    /// <summary>The divisor of a mean with nothing missing.</summary>
    public ulong Divisor => unit * steps;

    /// <summary>Primary data points that a value is the mean of.</summary>
    public ulong Steps => steps;

    /// <summary>Finds the integer of a value.</summary>
    /// <param name="value">Any double.</param>
    /// <param name="integer">The integer.</param>
    /// <param name="correction">The value's bits less the quotient's; 0 most times.</param>
    /// <returns>Whether the value fits.</returns>
    public bool TryFit(double value, out long integer, out long correction)
    {
        var exact = value * divisor;
        var product = Math.Round(exact);
        // An infinity or too large a value leaves as "not smaller".
        if (!(Math.Abs(product) < LargestInteger) || Math.Abs(exact - product) > Math.Abs(product) * ProductTolerance)
        {
            (integer, correction) = (0, 0);
            return false;
        }
        integer = (long)product;
        correction = Distance(value, ValueOf(integer));
        return correction == 0 || (IsSmall(correction) && Math.Abs(product) < LargestCorrected);
    }

    /// <summary>Finds the integers of values that all are quotients to the last bit, many at once.</summary>
    /// <param name="values">Known ones.</param>
    /// <param name="integers">As many; mean nothing when there is one that is not.</param>
    /// <returns>Whether all are.</returns>
    public bool TryFitAll(ReadOnlySpan<double> values, Span<long> integers)
    {
        // Added to a double below 2^51, this leaves the nearest integer in the low bits: the rounding of Math.Round, and a conversion, in one.
        const double magic = (1L << 52) + (1L << 51);
        var width = Vector<double>.Count;
        var (divisors, magics, largest) = (new Vector<double>(divisor), new Vector<double>(magic), new Vector<double>(LargestInteger));
        var at = 0;
        for (; at <= values.Length - width; at += width)
        {
            var value = new Vector<double>(values[at..]);
            var shifted = value * divisors + magics;
            var rounded = shifted - magics;
            var isExact = Vector.Equals(Vector.AsVectorInt64(rounded / divisors), Vector.AsVectorInt64(value));
            if (!Vector.EqualsAll(isExact & Vector.LessThan(Vector.Abs(rounded), largest), Vector<long>.AllBitsSet))
                return false;
            (Vector.AsVectorInt64(shifted) - Vector.AsVectorInt64(magics)).CopyTo(integers[at..]);
        }
        for (; at < values.Length; at++)
            if (!TryFit(values[at], out integers[at], out var correction) || correction != 0)
                return false;
        return true;
    }

    /// <summary>Finds the integer of a value that is the mean of fewer primary data points.</summary>
    /// <param name="value">Any double.</param>
    /// <param name="integer">The integer nearest to the value, as if none were missing, so that it is like its neighbours.</param>
    /// <param name="missing">How many are missing, at least 1.</param>
    /// <param name="correction">The value's bits less the quotient's; 0 most times.</param>
    /// <returns>Whether there is such a number.</returns>
    public bool TryFitMean(double value, out long integer, out ulong missing, out long correction)
    {
        (missing, correction) = (0, 0);
        var product = Math.Round(value * divisor);
        integer = Math.Abs(product) < LargestCorrected ? (long)product : 0;
        if (integer == 0)
            return false;
        for (missing = 1; missing < steps && missing <= MostMissing; missing++)
        {
            correction = Distance(value, MeanOf(integer, missing));
            if (IsSmall(correction))
                return true;
        }
        return false;
    }

    /// <summary>The value of an integer.</summary>
    public double ValueOf(long integer) => integer / divisor;

    /// <summary>The value of an integer when fewer primary data points were known.</summary>
    /// <param name="integer">What <see cref="TryFitMean"/> gave.</param>
    /// <param name="missing">How many were not; fewer than <see cref="Steps"/>.</param>
    public double MeanOf(long integer, ulong missing)
    {
        // The sums of fewer are spaced wider than the integers, so the nearest of them is the one meant.
        var present = (long)(steps - missing);
        var twice = 2 * integer * present;
        var sum = (twice + (twice < 0 ? -(long)steps : (long)steps)) / (2 * (long)steps);
        return sum / (double)(unit * (ulong)present);
    }

    private static long Distance(double value, double quotient) =>
        BitConverter.DoubleToInt64Bits(value) - BitConverter.DoubleToInt64Bits(quotient);

    private static bool IsSmall(long correction) => correction is >= -LargestCorrection and <= LargestCorrection;
}
