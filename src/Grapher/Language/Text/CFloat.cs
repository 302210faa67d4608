using System.Numerics;
using System.Text;

namespace Metrics.Grapher.Language.Text;

/// <summary>Writes numbers as C's printf does for <c>%e</c>, <c>%f</c> and <c>%g</c>, to the last digit.</summary>
/// <remarks>.NET rounds a half away from zero where C rounds it to even (<c>%.0f</c> of 2.5 is 2), so the digits are made here from the
/// exact value of the double.</remarks>
internal static class CFloat
{
    /// <summary>Digits of a number without sign, for <c>%f</c>.</summary>
    public static string Fixed(double value, int precision, bool keepPoint)
    {
        var digits = Scaled(value, precision).ToString().PadLeft(precision + 1, '0');
        var point = digits.Length - precision;
        return precision == 0 ? digits + (keepPoint ? "." : "") : $"{digits[..point]}.{digits[point..]}";
    }

    /// <summary>Digits and exponent of a number without sign, for <c>%e</c>.</summary>
    public static string Exponential(double value, int precision, bool keepPoint)
    {
        var (digits, exponent) = Significant(value, precision + 1);
        var text = new StringBuilder().Append(digits[0]);
        if (precision > 0 || keepPoint)
            text.Append('.').Append(digits, 1, precision);
        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append($"{Math.Abs(exponent):00}").ToString();
    }

    /// <summary>The shorter of the two, for <c>%g</c>.</summary>
    public static string General(double value, int precision, bool keepZeros)
    {
        var significant = Math.Max(1, precision);
        var (_, exponent) = Significant(value, significant);
        var exponential = exponent < -4 || exponent >= significant;
        var text = exponential ? Exponential(value, significant - 1, keepZeros) : Fixed(value, significant - 1 - exponent, keepZeros);
        if (keepZeros)
            return text;
        var tail = exponential ? text.IndexOf('e') : text.Length;
        var head = text[..tail];
        return (head.Contains('.') ? head.TrimEnd('0').TrimEnd('.') : head) + text[tail..];
    }

    private static (string Digits, int Exponent) Significant(double value, int count)
    {
        if (value == 0)
            return (new string('0', count), 0);
        // The estimate may be one too small, and rounding may carry into one more digit.
        for (var exponent = (int)Math.Floor(Math.Log10(value)) - 1; ; exponent++)
        {
            var digits = Scaled(value, count - 1 - exponent).ToString();
            if (digits.Length <= count)
                return (digits.PadRight(count, '0'), exponent);
        }
    }

    /// <summary>value · 10^power, rounded half to even.</summary>
    private static BigInteger Scaled(double value, int power)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var numerator = new BigInteger((bits & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0 : 1L << 52));
        var shift = Math.Max(exponent, 1) - 1075;
        var denominator = BigInteger.One;
        if (power >= 0)
            numerator *= BigInteger.Pow(10, power);
        else
            denominator = BigInteger.Pow(10, -power);
        if (shift >= 0)
            numerator <<= shift;
        else
            denominator <<= -shift;
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var half = (remainder << 1).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
