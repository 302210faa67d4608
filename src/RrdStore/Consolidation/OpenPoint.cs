namespace Metrics.RrdStore.Consolidation;

/// <summary>The primary data point that is being made: what is known of the present step so far.</summary>
/// <remarks>Unknown time is counted in microseconds. RRDtool counts whole seconds and drops the fractions, so that a value next to a
/// short gap comes out too small (rrd_update.c says so itself, issue 766); here it does not.</remarks>
internal struct OpenPoint
{
    /// <summary>Rate times seconds over the known part; NaN when none is known.</summary>
    public double Sum;

    /// <summary>Microseconds known to be unknown.</summary>
    public long UnknownMicroseconds;

    /// <summary>The point as it is at the first reading of a series: all before it in this step is unknown.</summary>
    public static OpenPoint StartingAt(long microsecondsIntoStep) => new() { Sum = double.NaN, UnknownMicroseconds = microsecondsIntoStep };

    /// <summary>The point that begins where the last one closed, with a rate that already holds for a while.</summary>
    public static OpenPoint ContinuedBy(double rate, long microseconds) => double.IsNaN(rate)
        ? new() { Sum = double.NaN, UnknownMicroseconds = microseconds }
        : new() { Sum = rate * Seconds(microseconds) };

    /// <summary>Adds a stretch of time that ends within the step.</summary>
    public void Add(double rate, long microseconds)
    {
        if (double.IsNaN(rate))
            UnknownMicroseconds += microseconds;
        else
            Sum = double.IsNaN(Sum) ? rate * Seconds(microseconds) : Sum + rate * Seconds(microseconds);
    }

    /// <summary>Puts another rate in the place of what a part of it was; which part is not known any more.</summary>
    /// <param name="rate">The rate; NaN when unknown.</param>
    /// <param name="microseconds">Length of the part.</param>
    /// <param name="elapsed">How long the point has been open.</param>
    public void Replace(double rate, long microseconds, long elapsed)
    {
        var known = elapsed - UnknownMicroseconds;
        var mean = known > 0 ? Sum / Seconds(known) : 0;
        if (double.IsNaN(rate))
        {
            var lost = Math.Min(microseconds, known);
            UnknownMicroseconds += lost;
            Sum = lost == known ? double.NaN : Sum - mean * Seconds(lost);
            return;
        }
        var found = Math.Min(microseconds, UnknownMicroseconds);
        UnknownMicroseconds -= found;
        Sum = (double.IsNaN(Sum) ? 0 : Sum - mean * Seconds(microseconds - found)) + rate * Seconds(microseconds);
    }

    /// <summary>The value of the point when its last stretch reaches the end of the step.</summary>
    /// <param name="rate">Rate of that stretch; NaN when unknown.</param>
    /// <param name="microseconds">Length of the stretch.</param>
    /// <param name="stepMicroseconds">Length of the step.</param>
    /// <returns>The mean rate over the known part of the step; NaN when more than half was unknown before the last stretch, which
    /// does not count: process_pdp_st of rrd_update.c.</returns>
    public readonly double Close(double rate, long microseconds, long stepMicroseconds)
    {
        // Read on time and nothing else in the step: what was read is what is stored, to the last bit.
        if (microseconds == stepMicroseconds)
            return rate;
        if (UnknownMicroseconds * 2 > stepMicroseconds)
            return double.NaN;
        var known = stepMicroseconds - UnknownMicroseconds;
        if (double.IsNaN(rate))
            return Sum / Seconds(known - microseconds);
        var before = double.IsNaN(Sum) ? 0 : Sum;
        return (before + rate * Seconds(microseconds)) / Seconds(known);
    }

    private static double Seconds(long microseconds) => microseconds / 1e6;
}
