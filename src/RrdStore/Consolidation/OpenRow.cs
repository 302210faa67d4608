namespace Metrics.RrdStore.Consolidation;

/// <summary>The row of an archive that is being made: the primary data points since its start, consolidated.</summary>
/// <remarks>As update_cdp of rrd_update.c: the sum of an average is made one data point after the other. Many equal ones of a gap or of a
/// long stretch between two readings are taken at once.</remarks>
internal struct OpenRow
{
    /// <summary>Sum of the known points (average), the smallest, the largest, or the last one.</summary>
    public double Value;

    /// <summary>Points that are unknown.</summary>
    public int Unknown;

    /// <summary>Points still to come before the row closes.</summary>
    public int StepsLeft;

    /// <summary>A row of which the points before the first reading of the series are unknown.</summary>
    public static OpenRow StartingAfter(ConsolidationFunction function, int stepsPerRow, int stepsPassed) =>
        new() { Value = Empty(function), Unknown = stepsPassed, StepsLeft = stepsPerRow - stepsPassed };

    /// <summary>Takes points of one value that do not reach beyond the end of the row.</summary>
    /// <returns>Whether the row is complete.</returns>
    public bool Take(ConsolidationFunction function, double point, int count)
    {
        if (double.IsNaN(point))
        {
            Unknown += count;
            if (function == ConsolidationFunction.Last)
                Value = double.NaN;
        }
        else
        {
            switch (function)
            {
                case ConsolidationFunction.Average:
                    Value += count == 1 ? point : point * count;
                    break;
                case ConsolidationFunction.Minimum:
                    if (point < Value)
                        Value = point;
                    break;
                case ConsolidationFunction.Maximum:
                    if (point > Value)
                        Value = point;
                    break;
                default:
                    Value = point;
                    break;
            }
        }
        StepsLeft -= count;
        return StepsLeft == 0;
    }

    /// <summary>How many rows so many points will close.</summary>
    public readonly int Closing(int stepsPerRow, int points) => points < StepsLeft ? 0 : 1 + (points - StepsLeft) / stepsPerRow;

    /// <summary>Takes points one after the other and closes the rows that they complete.</summary>
    /// <param name="function">The consolidation function.</param>
    /// <param name="stepsPerRow">Points in a row.</param>
    /// <param name="xff">Share of them that may be unknown.</param>
    /// <param name="points">The points, oldest first.</param>
    /// <param name="areKnown">Whether none of them is unknown: who has them for several archives looks once.</param>
    /// <param name="rows">Room for the rows.</param>
    /// <returns>How many rows were closed.</returns>
    public int TakeAll(
        ConsolidationFunction function, int stepsPerRow, double xff, ReadOnlySpan<double> points, bool areKnown, Span<double> rows)
    {
        var closed = 0;
        while (!points.IsEmpty)
        {
            var part = points[..Math.Min(StepsLeft, points.Length)];
            Take(function, part, areKnown);
            points = points[part.Length..];
            if (StepsLeft == 0)
                rows[closed++] = Close(function, stepsPerRow, xff);
        }
        return closed;
    }

    // The same as taking each of them alone; the loops are apart since this is where most of a reading's cost would be.
    private void Take(ConsolidationFunction function, ReadOnlySpan<double> points, bool areKnown)
    {
        if (!areKnown)
            foreach (var point in points)
                Unknown += double.IsNaN(point) ? 1 : 0;
        var value = Value;
        switch (function)
        {
            case ConsolidationFunction.Average when areKnown:
                foreach (var point in points)
                    value += point;
                break;
            case ConsolidationFunction.Average:
                foreach (var point in points)
                    if (!double.IsNaN(point))
                        value += point;
                break;
            case ConsolidationFunction.Minimum:
                foreach (var point in points)
                    value = point < value ? point : value;
                break;
            case ConsolidationFunction.Maximum:
                foreach (var point in points)
                    value = point > value ? point : value;
                break;
            default:
                value = points[^1];
                break;
        }
        Value = value;
        StepsLeft -= points.Length;
    }

    /// <summary>Closes a complete row and begins the next.</summary>
    /// <param name="function">The consolidation function.</param>
    /// <param name="stepsPerRow">Points in a row.</param>
    /// <param name="xff">Share of them that may be unknown.</param>
    /// <returns>The row's value; NaN when more of it is unknown than that.</returns>
    public double Close(ConsolidationFunction function, int stepsPerRow, double xff)
    {
        var value = Unknown > stepsPerRow * xff ? double.NaN
            : function == ConsolidationFunction.Average ? Value / (stepsPerRow - Unknown)
            : Value;
        Value = Empty(function);
        Unknown = 0;
        StepsLeft = stepsPerRow;
        return value;
    }

    /// <summary>What a row without a known point holds.</summary>
    public static double Empty(ConsolidationFunction function) => function switch
    {
        ConsolidationFunction.Average => 0,
        ConsolidationFunction.Minimum => double.PositiveInfinity,
        ConsolidationFunction.Maximum => double.NegativeInfinity,
        _ => double.NaN,
    };
}
