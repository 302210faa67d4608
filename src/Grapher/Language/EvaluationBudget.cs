using System.Buffers;

namespace Metrics.Grapher.Language;

/// <summary>Counts what one evaluation takes, lends it columns from the shared pool, and ends it when it takes too much.</summary>
internal sealed class EvaluationBudget
{
    private long cells;
    private long operations;

    /// <summary>Where the statement that is being worked out is written, for the message.</summary>
    public TextPosition At { get; set; }

    /// <summary>Lends a column; its values are anything. It may be longer than asked.</summary>
    public double[] Rent(int rows)
    {
        Keep(rows);
        return ArrayPool<double>.Shared.Rent(rows);
    }

    /// <summary>Takes a column back.</summary>
    /// <param name="column">What <see cref="Rent"/> gave.</param>
    /// <param name="rows">What it was asked for.</param>
    public void Return(double[] column, int rows)
    {
        cells -= rows;
        ArrayPool<double>.Shared.Return(column);
    }

    /// <summary>Counts values that stay in memory until the graph is drawn.</summary>
    public void Keep(long rows)
    {
        if ((cells += rows) > GraphLimits.Cells)
            throw new GraphLanguageException(At,
                $"This takes more than {GraphLimits.Cells:N0} values in memory; ask for a shorter range or a larger step.");
    }

    /// <summary>Counts work.</summary>
    public void Work(long values)
    {
        if ((operations += values) > GraphLimits.Operations)
            throw new GraphLanguageException(At,
                $"This takes more than {GraphLimits.Operations:N0} operations; ask for a shorter range, a larger step or less.");
    }
}
