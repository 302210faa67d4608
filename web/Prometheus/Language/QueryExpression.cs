using System.Collections.Immutable;

namespace Metrics.Web.Prometheus.Language;

/// <summary>A part of a query.</summary>
/// <param name="Position">Its first character in the query, from 1.</param>
internal abstract record QueryExpression(int Position);

/// <summary>A number.</summary>
internal sealed record NumberExpression(int Position, double Value) : QueryExpression(Position);

/// <summary>All series whose labels fulfil conditions.</summary>
internal sealed record SelectorExpression(int Position, ImmutableArray<LabelMatcher> Matchers) : QueryExpression(Position)
{
    /// <summary>How many seconds before the moment that is asked for their values are looked at.</summary>
    public long OffsetSeconds { get; init; }
}

/// <summary>A function over the values of the time before each moment: <c>max_over_time(name[1h])</c>.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Function"><c>avg</c>, <c>min</c>, <c>max</c>, <c>sum</c> or <c>last</c>.</param>
/// <param name="Selector">The series.</param>
/// <param name="Seconds">How much time before.</param>
internal sealed record OverTimeExpression(int Position, string Function, SelectorExpression Selector, long Seconds) : QueryExpression(Position);

/// <summary>One value of several at the same moment: <c>sum by (series) (name)</c>.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Function"><c>avg</c>, <c>min</c>, <c>max</c>, <c>sum</c> or <c>count</c>; <c>topk</c> and <c>bottomk</c> keep series as they are.</param>
/// <param name="Of">The values.</param>
/// <param name="Labels">Labels that groups keep, or lose.</param>
/// <param name="Without">Whether the labels are those that are lost.</param>
internal sealed record AggregationExpression(int Position, string Function, QueryExpression Of, ImmutableArray<string> Labels, bool Without)
    : QueryExpression(Position)
{
    /// <summary>How many values of each group <c>topk</c> and <c>bottomk</c> keep at a moment.</summary>
    public int Most { get; init; } = int.MaxValue;
}

/// <summary>Arithmetic.</summary>
/// <param name="Position">Where the operator stands.</param>
/// <param name="Operator">One of <c>+ - * / % ^</c>.</param>
/// <param name="Left">Its left side.</param>
/// <param name="Right">Its right side.</param>
internal sealed record ArithmeticExpression(int Position, char Operator, QueryExpression Left, QueryExpression Right) : QueryExpression(Position);
