namespace Metrics.RrdStore.Expressions;

/// <summary>A computed series and how far its points follow those of its inputs. Points are numbered: point n begins at n steps since the
/// epoch.</summary>
/// <param name="series">Number of the series.</param>
/// <param name="expression">Its expression.</param>
internal sealed class Computation(int series, PointExpression expression)
{
    private (long First, long End) due;

    /// <summary>Number of the series.</summary>
    public int Series { get; } = series;

    /// <summary>Its expression.</summary>
    public PointExpression Expression { get; } = expression;

    /// <summary>For each input the number of its open point when it was looked at last; 0 before its first reading.</summary>
    public long[] Seen { get; } = new long[expression.Inputs.Length];

    /// <summary>Points of which an input has become another, or has come late: from the first one up to the one before the end.</summary>
    public (long First, long End) Due => due;

    /// <summary>Whether there are any.</summary>
    public bool IsDue => due.First < due.End;

    /// <summary>Says that points of an input have changed.</summary>
    public void NoteChanged(long first, long end)
    {
        if (first < end)
            due = IsDue ? (Math.Min(due.First, first), Math.Max(due.End, end)) : (first, end);
    }

    /// <summary>Says that the due points before one are done.</summary>
    public void NoteDone(long end) => due = (Math.Max(due.First, end), due.End);
}
