using System.Collections.Immutable;
using Metrics.Grapher.Language.Rpn;
using Metrics.Grapher.Language.Syntax;
using Metrics.Grapher.Language.Text;
using Metrics.Grapher.Language.Times;
using Metrics.RrdStore;

namespace Metrics.Grapher.Language;

/// <summary>One evaluation of a program. First all rows are read, then CDEF, VDEF and SHIFT are worked out in their order, then what is to
/// be drawn and printed: a SHIFT moves what is drawn above it, too, as with rrdtool.</summary>
internal sealed class GraphEvaluation
{
    private readonly GraphProgram program;
    private readonly IColumnReader reader;
    private readonly GraphContext context;
    private readonly TimeRange range;
    private readonly int step;
    private readonly EvaluationBudget budget = new();
    private readonly MagnitudeScale scale;

    private readonly Dictionary<string, GraphColumn> columns = [];
    private readonly Dictionary<string, AggregateValue> values = [];
    private readonly Dictionary<string, double> numbers = [];
    private readonly Dictionary<string, long> shifts = [];

    public GraphEvaluation(GraphProgram program, IColumnReader reader, GraphContext context)
    {
        (this.program, this.reader, this.context) = (program, reader, context);
        var start = new TextPosition(1, 1);
        range = context.Range ?? Resolve(program.Options.Start, program.Options.End, start);
        CheckRange(range, start);
        step = (int)Math.Max(Math.Max(1, program.Options.StepSeconds), range.Seconds / Math.Max(1, context.Width ?? program.Options.Width));
        scale = new MagnitudeScale(program.Options.Base);
    }

    public EvaluatedGraph Run()
    {
        foreach (var def in program.Statements.OfType<DefStatement>())
            columns[def.Name] = Read(def);
        foreach (var statement in program.Statements)
            Define(statement);
        var elements = ImmutableArray.CreateBuilder<GraphElement>();
        var prints = ImmutableArray.CreateBuilder<string>();
        foreach (var statement in program.Statements)
            if (statement is PrintStatement { InLegend: false } print)
                prints.Add(Text(print));
            else if (Element(statement) is { } element)
                elements.Add(element);
        return new EvaluatedGraph(program.Options, range, columns, values, elements.ToImmutable(), prints.ToImmutable(), Table());
    }

    private GraphColumn Read(DefStatement def)
    {
        budget.At = def.Source.At;
        var name = reader.NameOf(def.Source.Value);
        var asked = def.Start is null && def.End is null
            ? range
            : Resolve(def.Start?.Value ?? Moment(range.StartSeconds), def.End?.Value ?? Moment(range.EndSeconds),
                (def.Start ?? def.End)!.Value.At);
        CheckRange(asked, def.At);
        var wished = def.StepSeconds ?? step;
        var rows = Rows(def, name, asked, wished)
            ?? throw new GraphLanguageException(def.Source.At,
                $"Found \"{name}\"; expected a series that is known{NearestName.Hint(name, reader.Names)}");
        budget.Keep(rows.Count);
        var read = new double[rows.Count];
        reader.Fetch(name, def.Function, rows, read);
        return rows.StepSeconds < wished
            ? Reduction.Reduce(rows, read, wished, def.Reduce)
            : new GraphColumn(rows.StartSeconds, rows.StepSeconds, read);
    }

    private Rows? Rows(DefStatement def, string name, TimeRange asked, int wished)
    {
        try
        {
            return reader.Resolve(name, def.Function, asked, wished);
        }
        catch (ArgumentException problem)
        {
            // The series keeps no archive of the function, or the range has more rows than an array can have.
            throw new GraphLanguageException(def.Source.At, problem.Message);
        }
    }

    private void Define(Statement statement)
    {
        budget.At = statement.At;
        switch (statement)
        {
            case CdefStatement cdef:
                columns[cdef.Name] = Compute(cdef.Expression);
                break;
            case VdefStatement vdef:
                budget.Work(columns[vdef.Source].Values.Length);
                values[vdef.Name] = vdef.Function.Of(columns[vdef.Source], vdef.Percent);
                numbers[vdef.Name] = values[vdef.Name].Value;
                break;
            case ShiftStatement shift:
                Shift(shift);
                break;
        }
    }

    /// <summary>The rows of an expression: as fine as the inputs' steps have in common, from the latest start to the earliest
    /// end.</summary>
    private GraphColumn Compute(RpnExpression expression)
    {
        var inputs = expression.Variables.Select(v => columns[v]).ToArray();
        var fineStep = CommonStep(inputs);
        var start = inputs.Max(c => c.StartSeconds);
        var end = inputs.Min(c => c.EndSeconds);
        var rows = Math.Max(0, (end - start) / fineStep);
        budget.Keep(rows);
        var result = new double[rows];
        var column = new GraphColumn(start, fineStep, result);
        RpnEvaluation.Run(expression, columns, numbers,
            new RowClock(column, context.Zone, context.FirstDayOfWeek, context.Now.ToUnixTimeSeconds()), result, budget);
        return column;
    }

    /// <summary>Moves a column by whole steps. A later SHIFT of the same one takes the place of an earlier; an unknown VDEF moves
    /// nothing.</summary>
    private void Shift(ShiftStatement shift)
    {
        var column = columns[shift.Variable];
        var seconds = shift.By.Variable is null ? shift.By.Number : numbers[shift.By.Variable];
        var bounded = Math.Clamp(seconds, -GraphLimits.SpanSeconds, GraphLimits.SpanSeconds);
        var steps = double.IsNaN(bounded) ? 0 : Math.Truncate(bounded) / column.StepSeconds;
        var by = (long)steps * column.StepSeconds;
        var start = column.StartSeconds - shifts.GetValueOrDefault(shift.Variable) + by;
        if (Math.Abs(start) > 2 * GraphLimits.SpanSeconds)
            throw new GraphLanguageException(shift.At, "SHIFT moves the data more than 200 years away from 1970.");
        columns[shift.Variable] = column with { StartSeconds = start };
        shifts[shift.Variable] = by;
    }

    private GraphElement? Element(Statement statement) => statement switch
    {
        ShapeStatement { Operand.Variable: { } name } shape when columns.TryGetValue(name, out var column) =>
            new ShapeElement(shape.Style, column, double.NaN),
        ShapeStatement shape => new ShapeElement(shape.Style, null, Number(shape.Operand)),
        TickStatement tick => new TickElement(columns[tick.Variable], tick.Colour, tick.Fraction, tick.Legend),
        RuleStatement rule => new RuleElement(rule.IsVertical, Position(rule), rule.Colour, rule.Legend, rule.Dashes),
        CommentStatement comment => new TextElement(comment.Text),
        PrintStatement print => new TextElement(LegendText.Parse(Text(print)) ?? LegendText.Empty),
        AlignStatement align => new AlignElement(align.Alignment),
        _ => null,
    };

    private double Position(RuleStatement rule) => rule is { IsVertical: true, Operand.Variable: { } name }
        ? values[name].AtSeconds ?? double.NaN
        : Number(rule.Operand);

    private double Number(Operand operand) => operand.Variable is null ? operand.Number : numbers[operand.Variable];

    private string Text(PrintStatement print)
    {
        var value = print.Function is { } function
            ? new AggregateValue(Reduction.Consolidate(columns[print.Variable].Values.Span, function, double.IsFinite))
            : values[print.Variable];
        if (print.Text.Number is { } number)
            return number.Write(value.Value, scale);
        if (print.Text.Duration is { } duration)
            return duration.Write(value.Value);
        var time = print.Text.ValueIsTime ? Seconds(value.Value) : value.AtSeconds;
        return TimeFormat.Write(print.Text.Time!, time, context.Zone);
    }

    private ExportTable? Table()
    {
        var exports = program.Statements.OfType<ExportStatement>().ToArray();
        if (exports.Length == 0)
            return null;
        budget.At = exports[0].At;
        var tableStep = CommonStep(exports.Select(e => columns[e.Variable]));
        var start = range.StartSeconds - range.StartSeconds % tableStep;
        var rows = (range.EndSeconds - start + tableStep - 1) / tableStep;
        budget.Keep(rows * exports.Length);
        return new ExportTable(start, tableStep, (int)rows,
            [.. exports.Select(e => new ExportColumn(e.Legend, Rows(columns[e.Variable])))]);

        double[] Rows(GraphColumn column)
        {
            budget.Work(rows);
            var result = new double[rows];
            for (var i = 0; i < result.Length; i++)
                result[i] = column.At(start + (i + 1L) * tableStep);
            return result;
        }
    }

    private static int CommonStep(IEnumerable<GraphColumn> inputs)
    {
        var common = 0;
        foreach (var input in inputs)
            for (var rest = input.StepSeconds; rest != 0;)
                (common, rest) = (rest, common % rest);
        return common;
    }

    private static long? Seconds(double value) => value is >= 0 and < 200_000_000_000 ? (long)value : null;

    private static AtTime Moment(long unixSeconds) => AtTime.At(DateTimeOffset.FromUnixTimeSeconds(unixSeconds));

    private TimeRange Resolve(AtTime start, AtTime end, TextPosition at)
    {
        try
        {
            return AtTime.Resolve(start, end, context.Now, context.Zone);
        }
        catch (AtTimeException fault)
        {
            throw new GraphLanguageException(at, fault.Message);
        }
    }

    private static void CheckRange(TimeRange range, TextPosition at)
    {
        if (range.StartSeconds < 0 || range.Seconds <= 0)
            throw new GraphLanguageException(at,
                $"The range from {range.StartSeconds} to {range.EndSeconds} is empty; expected an end after the start.");
        if (range.Seconds > GraphLimits.SpanSeconds)
            throw new GraphLanguageException(at,
                $"The range has {range.Seconds:N0} seconds; at most {GraphLimits.SpanSeconds:N0} (100 years) are taken.");
    }
}
