using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>A value of a compiled expression. Operands are indices of earlier nodes.</summary>
/// <remarks>An expression's stack is known before there is any data, so DUP, EXC, ROLL and their kind are done by the compiler:
/// what is left is who needs whom.</remarks>
internal abstract record RpnNode
{
    /// <summary>The nodes this one needs.</summary>
    public virtual ImmutableArray<int> Operands => [];
}

/// <summary>A number that was written.</summary>
internal sealed record ConstantNode(double Value) : RpnNode;

/// <summary>A DEF, a CDEF or a VDEF; the latter is one number for all rows.</summary>
internal sealed record VariableNode(string Name) : RpnNode;

/// <summary>PREV(name): the row before of a variable.</summary>
internal sealed record PreviousOfNode(string Name) : RpnNode;

/// <summary>PREV: the row before of the expression itself.</summary>
internal sealed record PreviousNode : RpnNode;

/// <summary>Something that depends on the row's time only.</summary>
internal sealed record ClockNode(ClockValue Value) : RpnNode;

/// <summary>An operator on each row.</summary>
internal sealed record ElementNode(ElementOperator Operator, int A, int B = -1, int C = -1) : RpnNode
{
    public override ImmutableArray<int> Operands => Operator.Operands switch { 1 => [A], 2 => [A, B], _ => [A, B, C] };
}

/// <summary>An operator on several values of each row.</summary>
internal sealed record SetNode(SetOperator Operator, ImmutableArray<int> Items, int Percent) : RpnNode
{
    public override ImmutableArray<int> Operands => Percent < 0 ? Items : Items.Add(Percent);
}

/// <summary>The items of each row in order, unknown ones first: as many values a row as there are items.</summary>
internal sealed record SortNode(ImmutableArray<int> Items) : RpnNode
{
    public override ImmutableArray<int> Operands => Items;
}

/// <summary>The value at a place of a sorted row.</summary>
internal sealed record PickNode(int Sort, int Place) : RpnNode
{
    public override ImmutableArray<int> Operands => [Sort];
}

/// <summary>TREND and TRENDNAN: the mean of a time up to each row.</summary>
internal sealed record TrendNode(int Series, int Seconds, bool SkipUnknown) : RpnNode
{
    public override ImmutableArray<int> Operands => [Series, Seconds];
}

/// <summary>PREDICT, PREDICTSIGMA and PREDICTPERC: what a series did around the same time of earlier periods.</summary>
/// <param name="Series">The series.</param>
/// <param name="Seconds">Length of the windows.</param>
/// <param name="Shifts">How far back each window is; one that stands for its multiples when <paramref name="Multiples"/> is not 0.</param>
/// <param name="Multiples">0, or how many multiples of the one shift: 0, 1, 2 … times.</param>
/// <param name="Kind">What is made of the windows.</param>
/// <param name="Percent">The operand of PREDICTPERC, else -1.</param>
internal sealed record PredictNode(int Series, int Seconds, ImmutableArray<int> Shifts, int Multiples, Prediction Kind, int Percent) : RpnNode
{
    public override ImmutableArray<int> Operands => Percent < 0 ? [Series, Seconds, .. Shifts] : [Series, Seconds, .. Shifts, Percent];
}

/// <summary>What is made of the values in the windows of a prediction.</summary>
internal enum Prediction
{
    Mean,
    Deviation,
    Percentile,
}

/// <summary>What a row's time says.</summary>
internal enum ClockValue
{
    Count,
    Now,
    Time,
    LocalTime,
    StepWidth,
    NewDay,
    NewWeek,
    NewMonth,
    NewYear,
}
