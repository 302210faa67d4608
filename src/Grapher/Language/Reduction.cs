using Metrics.RrdStore;

namespace Metrics.Grapher.Language;

/// <summary>Makes coarser rows of finer ones when the store has finer data than the graph can show.</summary>
internal static class Reduction
{
    /// <summary>Reduces a column to rows of at least a wished step.</summary>
    /// <param name="rows">Where the values lie in time; the start is a multiple of the step.</param>
    /// <param name="values">A value per row.</param>
    /// <param name="wishedStep">The least step, in seconds.</param>
    /// <param name="function">What a coarse row is of the known fine rows in it.</param>
    /// <remarks>Coarse rows end at multiples of their step since the epoch. One that the data covers in part only, at either end, is
    /// unknown.</remarks>
    public static GraphColumn Reduce(Rows rows, ReadOnlySpan<double> values, int wishedStep, ConsolidationFunction function)
    {
        var factor = (int)Math.Ceiling((double)wishedStep / rows.StepSeconds);
        var step = rows.StepSeconds * factor;
        var start = rows.StartSeconds - rows.StartSeconds % step;
        var before = (int)((rows.StartSeconds - start) / rows.StepSeconds);
        var reduced = new double[(before + values.Length + factor - 1) / factor];
        for (var i = 0; i < reduced.Length; i++)
        {
            var first = i * factor - before;
            var isCut = first < 0 || first + factor > values.Length;
            reduced[i] = isCut ? double.NaN : Consolidate(values.Slice(first, factor), function, IsKnown);
        }
        return new GraphColumn(start, step, reduced);
    }

    /// <summary>What a function makes of values, those that do not count left out; unknown when none counts.</summary>
    /// <param name="values">The values.</param>
    /// <param name="function">The function.</param>
    /// <param name="counts">Which values count.</param>
    public static double Consolidate(ReadOnlySpan<double> values, ConsolidationFunction function, Func<double, bool> counts)
    {
        var result = double.NaN;
        var count = 0;
        foreach (var value in values)
        {
            if (!counts(value))
                continue;
            result = count++ == 0 ? value : function switch
            {
                ConsolidationFunction.Average => result + value,
                ConsolidationFunction.Minimum => Math.Min(result, value),
                ConsolidationFunction.Maximum => Math.Max(result, value),
                _ => value,
            };
        }
        return function == ConsolidationFunction.Average ? result / count : result;
    }

    private static bool IsKnown(double value) => !double.IsNaN(value);
}
