namespace Metrics.RrdStore.Format.Codec;

/// <summary>Values as integers over one divisor: temperatures over 10, a rate over its step, an average over its count.</summary>
/// <param name="divisor">From 1 to <see cref="HighestDivisor"/>.</param>
/// <remarks>A value fits when dividing its integer gives the value back. It is a division because multiplying by 0.1 gives other doubles
/// than the decimals people and kernels write. A sum of rounded parts is a few units in the last place away from its quotient; that
/// distance is then kept beside the integer.</remarks>
internal readonly struct Scale(ulong divisor)
{
    public const ulong HighestDivisor = 1UL << 50;

    /// <summary>How far a value may be from its quotient, in units in the last place.</summary>
    public const int LargestCorrection = 32;

    // An integer up to here is exact as a double, with a bit to spare for the rounding of the product.
    private const double LargestInteger = 1L << 51;

    // Between neighbouring quotients must lie many more doubles than corrections reach, else any value fits by chance.
    private const double LargestCorrected = 1L << 40;

    private readonly double divisor = divisor;

    /// <summary>The divisor.</summary>
    public ulong Divisor => (ulong)divisor;

    /// <summary>Finds the integer of a value.</summary>
    /// <param name="value">Any double.</param>
    /// <param name="integer">The integer.</param>
    /// <param name="correction">The value's bits less the quotient's; 0 most times.</param>
    /// <returns>Whether the value fits.</returns>
    public bool TryFit(double value, out long integer, out long correction)
    {
        var product = Math.Round(value * divisor);
        // An infinity or too large a value leaves as "not smaller".
        if (!(Math.Abs(product) < LargestInteger))
        {
            (integer, correction) = (0, 0);
            return false;
        }
        integer = (long)product;
        correction = BitConverter.DoubleToInt64Bits(value) - BitConverter.DoubleToInt64Bits(integer / divisor);
        return correction == 0
            || (correction is >= -LargestCorrection and <= LargestCorrection && Math.Abs(product) < LargestCorrected);
    }

    /// <summary>The value of an integer.</summary>
    public double ValueOf(long integer) => integer / divisor;
}
