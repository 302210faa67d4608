namespace Metrics.RrdStore.Consolidation;

/// <summary>The row of an archive that is being made: the primary data points since its start, consolidated.</summary>
/// <remarks>As update_cdp of rrd_update.c, one data point after the other; many equal ones are taken at once.</remarks>
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
