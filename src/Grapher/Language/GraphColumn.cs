namespace Metrics.Grapher.Language;

/// <summary>Values at equal distances in time: what a DEF or a CDEF stands for.</summary>
/// <param name="StartSeconds">Start of the first row's interval, in seconds since the epoch. After SHIFT it need not be a multiple of the
/// step.</param>
/// <param name="StepSeconds">Seconds a row covers, at least 1.</param>
/// <param name="Values">Row i covers the step that ends at <see cref="EndOf"/>(i); unknown is NaN.</param>
public sealed record GraphColumn(long StartSeconds, int StepSeconds, ReadOnlyMemory<double> Values)
{
    /// <summary>End of the last row.</summary>
    public long EndSeconds => EndOf(Values.Length - 1);

    /// <summary>End of the interval of row <paramref name="index"/>, in seconds since the epoch.</summary>
    public long EndOf(int index) => StartSeconds + (index + 1L) * StepSeconds;

    /// <summary>The value whose interval ends at or holds a moment; NaN outside the rows.</summary>
    /// <param name="unixSeconds">The moment. An interval holds its end and not its start.</param>
    public double At(long unixSeconds)
    {
        var index = Math.DivRem(unixSeconds - StartSeconds - 1, StepSeconds).Quotient;
        return unixSeconds > StartSeconds && index < Values.Length ? Values.Span[(int)index] : double.NaN;
    }
}
