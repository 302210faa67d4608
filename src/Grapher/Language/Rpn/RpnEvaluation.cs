namespace Metrics.Grapher.Language.Rpn;

/// <summary>Works an expression out over whole columns, node by node.</summary>
/// <remarks>Only what depends on PREV, the row before of the expression itself, goes row by row: with the same kernels, on one
/// row.</remarks>
internal sealed class RpnEvaluation : IDisposable
{
    private readonly RpnExpression expression;
    private readonly IReadOnlyDictionary<string, GraphColumn> columns;
    private readonly IReadOnlyDictionary<string, double> numbers;
    private readonly RowClock clock;
    private readonly EvaluationBudget budget;
    private readonly int rows;

    // What a node came to: a value per row, one value for all rows, or a SORT's block of as many values a row as it has items.
    private readonly ReadOnlyMemory<double>[] values;
    private readonly (double[] Column, int Rows)[] rented;
    private readonly int[] uses;

    private RpnEvaluation(
        RpnExpression expression, IReadOnlyDictionary<string, GraphColumn> columns, IReadOnlyDictionary<string, double> numbers,
        RowClock clock, EvaluationBudget budget)
    {
        (this.expression, this.columns, this.numbers, this.clock, this.budget) = (expression, columns, numbers, clock, budget);
        rows = clock.Rows.Values.Length;
        values = new ReadOnlyMemory<double>[expression.Nodes.Length];
        rented = new (double[], int)[expression.Nodes.Length];
        uses = new int[expression.Nodes.Length];
        uses[expression.Result]++;
        foreach (var node in expression.Nodes)
            foreach (var operand in node.Operands)
                uses[operand]++;
    }

    /// <summary>Works an expression out.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="columns">The columns of at least its variables.</param>
    /// <param name="numbers">The values of all VDEFs so far.</param>
    /// <param name="clock">The rows asked for and what time means.</param>
    /// <param name="result">A value per row; all anything before, also PREV's memory.</param>
    /// <param name="budget">What it may take.</param>
    public static void Run(
        RpnExpression expression, IReadOnlyDictionary<string, GraphColumn> columns, IReadOnlyDictionary<string, double> numbers,
        RowClock clock,
        Memory<double> result, EvaluationBudget budget)
    {
        using var evaluation = new RpnEvaluation(expression, columns, numbers, clock, budget);
        evaluation.Run(result);
    }

    private void Run(Memory<double> result)
    {
        var previous = new bool[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var node = expression.Nodes[i];
            previous[i] = node is PreviousNode || node.Operands.Any(o => previous[o]);
            if (previous[i] || uses[i] == 0)
                continue;
            Whole(i, node);
            foreach (var operand in node.Operands)
                Release(operand);
        }
        if (previous[expression.Result])
            RowByRow(previous, result);
        else
            Fill(values[expression.Result].Span, result.Span);
    }

    private void Whole(int index, RpnNode node)
    {
        switch (node)
        {
            case ConstantNode constant:
                values[index] = new[] { constant.Value };
                break;
            case VariableNode variable when numbers.TryGetValue(variable.Name, out var number):
                values[index] = new[] { number };
                break;
            case VariableNode variable when IsAligned(columns[variable.Name]):
                values[index] = Aligned(columns[variable.Name]);
                break;
            default:
                var column = Rent(index, node is SortNode sort ? rows * sort.Items.Length : rows);
                Compute(node, column.Span, 0, rows);
                break;
        }
    }

    /// <summary>Whether a column has the expression's rows, so that they need not be copied.</summary>
    private bool IsAligned(GraphColumn column) =>
        column.StepSeconds == clock.Rows.StepSeconds && (clock.Rows.StartSeconds - column.StartSeconds) % column.StepSeconds == 0;

    private ReadOnlyMemory<double> Aligned(GraphColumn column) =>
        rows == 0 ? default : column.Values.Slice((int)((clock.Rows.StartSeconds - column.StartSeconds) / column.StepSeconds), rows);

    private void RowByRow(bool[] previous, Memory<double> result)
    {
        for (var i = 0; i < values.Length; i++)
            if (previous[i] && uses[i] > 0)
                Rent(i, expression.Nodes[i] is SortNode sort ? rows * sort.Items.Length : rows);
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < values.Length; i++)
                if (previous[i] && uses[i] > 0)
                    Compute(expression.Nodes[i], rented[i].Column, row, 1, result.Span);
            result.Span[row] = values[expression.Result].Span[row];
        }
    }

    /// <summary>Works out some rows of a node into its column.</summary>
    private void Compute(RpnNode node, Span<double> column, int first, int count, ReadOnlySpan<double> result = default)
    {
        budget.Work(count);
        var into = node is SortNode ? column : column.Slice(first, count);
        switch (node)
        {
            case PreviousNode:
                into[0] = first == 0 ? double.NaN : result[first - 1];
                break;
            case ElementNode element:
                element.Operator.Kernel(Operand(element.A, first, count), Operand(element.B, first, count),
                    Operand(element.C, first, count), into);
                break;
            case SetNode set:
                Gather(set, into, first);
                break;
            case SortNode sort:
                Sort(sort, into.Slice(first * sort.Items.Length, count * sort.Items.Length), first);
                break;
            case PickNode pick:
                Pick(pick, into, first);
                break;
            case ClockNode time:
                clock.Fill(time.Value, into);
                break;
            case VariableNode variable:
                Spread(columns[variable.Name], 0, into);
                break;
            case PreviousOfNode variable:
                Spread(columns[variable.Name], -1, into);
                into[..Math.Min(1, into.Length)].Fill(double.NaN);
                break;
            case TrendNode trend:
                Trend(trend, into);
                break;
            case PredictNode predict:
                Predict(predict, into);
                break;
        }
    }

    private ReadOnlySpan<double> Operand(int node, int first, int count)
    {
        if (node < 0)
            return default;
        var value = values[node].Span;
        return value.Length == 1 ? value : value.Slice(first, count);
    }

    private double ValueAt(int node, int row)
    {
        var value = values[node].Span;
        return value[value.Length == 1 ? 0 : row];
    }

    private void Gather(SetNode set, Span<double> into, int first)
    {
        Span<double> items = stackalloc double[set.Items.Length];
        var percent = set.Percent < 0 ? double.NaN : Within(ValueAt(set.Percent, first), 0, 100);
        budget.Work((long)into.Length * items.Length);
        for (var i = 0; i < into.Length; i++)
        {
            for (var j = 0; j < items.Length; j++)
                items[j] = ValueAt(set.Items[j], first + i);
            into[i] = set.Operator.Function(items, percent);
        }
    }

    private void Sort(SortNode sort, Span<double> into, int first)
    {
        budget.Work(into.Length);
        for (var i = 0; i < into.Length; i += sort.Items.Length)
        {
            var row = into.Slice(i, sort.Items.Length);
            for (var j = 0; j < row.Length; j++)
                row[j] = ValueAt(sort.Items[j], first + i / row.Length);
            row.Sort();
        }
    }

    private void Pick(PickNode pick, Span<double> into, int first)
    {
        var width = ((SortNode)expression.Nodes[pick.Sort]).Items.Length;
        var sorted = values[pick.Sort].Span;
        for (var i = 0; i < into.Length; i++)
            into[i] = sorted[(first + i) * width + pick.Place];
    }

    /// <summary>Gives each row the value of the column's row that it lies in, or of one some rows further.</summary>
    private void Spread(GraphColumn column, int rowsFurther, Span<double> into)
    {
        var source = column.Values.Span;
        for (var i = 0; i < into.Length; i++)
        {
            var index = (clock.Rows.EndOf(i) - 1 - column.StartSeconds) / column.StepSeconds + rowsFurther;
            into[i] = index >= 0 && index < source.Length ? source[(int)index] : double.NaN;
        }
    }

    private void Trend(TrendNode trend, Span<double> into)
    {
        var series = Series(trend.Series);
        var length = series.Values.Length;
        var seconds = Within(ValueAt(trend.Seconds, 0), 0, int.MaxValue);
        if (double.IsNaN(seconds))
        {
            into.Fill(double.NaN);
            return;
        }
        var window = (int)Math.Max(1, Math.Ceiling(Math.Truncate(seconds) / series.StepSeconds));
        budget.Work((long)length * Math.Min(window, length));
        var sums = budget.Rent(length);
        var counts = budget.Rent(length);
        Windows.Trend(series, clock.Rows, window, trend.SkipUnknown, sums.AsSpan(0, length), counts.AsSpan(0, length), into);
        budget.Return(sums, length);
        budget.Return(counts, length);
    }

    private void Predict(PredictNode predict, Span<double> into)
    {
        var series = Series(predict.Series);
        var seconds = Within(ValueAt(predict.Seconds, 0), 0, int.MaxValue);
        var shifts = new int[Math.Max(predict.Multiples, predict.Shifts.Length)];
        for (var i = 0; i < shifts.Length; i++)
        {
            var shift = predict.Multiples > 0 ? i * ValueAt(predict.Shifts[0], 0) : ValueAt(predict.Shifts[i], 0);
            if (double.IsNaN(seconds) || !(shift >= 0 && shift <= int.MaxValue))
            {
                into.Fill(double.NaN);
                return;
            }
            shifts[i] = (int)Math.Ceiling(Math.Truncate(shift) / series.StepSeconds);
        }
        var window = (int)Math.Min(series.Values.Length, Math.Ceiling(Math.Truncate(seconds) / series.StepSeconds));
        var most = (long)shifts.Length * (window + 1);
        budget.Work(most * into.Length);
        var found = budget.Rent((int)most);
        var percent = predict.Percent < 0 ? double.NaN : Within(ValueAt(predict.Percent, 0), -100, 100);
        Windows.Predict(series, clock.Rows, shifts, window, predict.Kind, percent, found, into);
        budget.Return(found, (int)most);
    }

    /// <summary>An operand of TREND or PREDICT with its own step: a variable as it was defined, anything else in the expression's
    /// rows.</summary>
    private GraphColumn Series(int node) => expression.Nodes[node] is VariableNode variable
        ? columns[variable.Name]
        : clock.Rows with { Values = values[node] };

    // A VDEF may be anything; outside what an operator takes it is as good as unknown.
    private static double Within(double value, double minimum, double maximum) => value >= minimum && value <= maximum ? value : double.NaN;

    private static void Fill(ReadOnlySpan<double> value, Span<double> result)
    {
        if (value.Length == 1)
            result.Fill(value[0]);
        else
            value.CopyTo(result);
    }

    private Memory<double> Rent(int node, int length)
    {
        rented[node] = (budget.Rent(length), length);
        var column = rented[node].Column.AsMemory(0, length);
        values[node] = column;
        return column;
    }

    private void Release(int node)
    {
        if (--uses[node] > 0 || rented[node].Column is null)
            return;
        budget.Return(rented[node].Column, rented[node].Rows);
        rented[node] = default;
    }

    /// <summary>Gives back what is still lent.</summary>
    public void Dispose()
    {
        foreach (var (column, length) in rented)
            if (column is not null)
                budget.Return(column, length);
    }
}
