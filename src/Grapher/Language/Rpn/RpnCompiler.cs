using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Metrics.Grapher.Language.Syntax;

namespace Metrics.Grapher.Language.Rpn;

/// <summary>Runs an expression's stack on nodes instead of values, and so finds every under- and overflow before there is any
/// data.</summary>
/// <remarks>The counts that SORT, AVG, COPY and their kind take must therefore be known here: numbers, or operators on numbers. RRDtool
/// takes them from data too; nothing sensible needs that.</remarks>
internal sealed partial class RpnCompiler
{
    private readonly Variables variables;
    private readonly List<RpnNode> nodes = [];
    private readonly Dictionary<RpnNode, int> known = [];
    private readonly List<int> stack = [];
    private TextPosition at;
    private string token = "";

    private RpnCompiler(Variables variables) => this.variables = variables;

    /// <summary>Compiles the tokens of one expression.</summary>
    /// <param name="start">Where the expression begins.</param>
    /// <param name="tokens">At least one token.</param>
    /// <param name="variables">What may be named in it.</param>
    /// <exception cref="GraphLanguageException">The expression is too long, names what is not there, or its stack does not work
    /// out.</exception>
    public static RpnExpression Compile(TextPosition start, IReadOnlyList<Located<RpnToken>> tokens, Variables variables)
    {
        if (tokens.Count > GraphLimits.ExpressionTokens)
            throw new GraphLanguageException(tokens[GraphLimits.ExpressionTokens].At,
                $"The expression has {tokens.Count:N0} tokens; at most {GraphLimits.ExpressionTokens} are taken.");
        var compiler = new RpnCompiler(variables);
        foreach (var next in tokens)
            compiler.Take(next);
        return compiler.Finish(start);
    }

    private RpnExpression Finish(TextPosition start)
    {
        if (stack.Count != 1)
            throw new GraphLanguageException(start, $"The expression leaves {stack.Count} values on the stack; it must leave 1.");
        var series = nodes.Select(n => n switch { VariableNode v => v.Name, PreviousOfNode p => p.Name, _ => null })
            .Where(n => n is not null && variables.IsSeries(n)).Distinct().ToImmutableArray();
        if (series.IsEmpty)
            throw new GraphLanguageException(start, "The expression uses no DEF or CDEF, so it has no rows; expected at least one.");
        return new RpnExpression(start, [.. nodes], stack[0], series!);
    }

    private void Take(Located<RpnToken> next)
    {
        at = next.At;
        token = next.Value.Text;
        switch (next.Value.Kind)
        {
            case RpnTokenKind.Number:
                Push(Node(new ConstantNode(next.Value.Number)));
                break;
            case RpnTokenKind.PreviousOf:
                var previous = variables.Find(next.Value.Text, at, "DEF or CDEF");
                Push(Node(previous == VariableKind.Value ? new VariableNode(token) : new PreviousOfNode(token)));
                break;
            default:
                TakeWord(token);
                break;
        }
    }

    private void TakeWord(string word)
    {
        if (ElementOperator.ByName.TryGetValue(word, out var element))
            TakeElement(element);
        else if (SetOperator.ByName.TryGetValue(word, out var set))
            TakeSet(set);
        else if (SpecialValue(word) is { } value)
            Push(Node(value));
        else if (!TakeStackOperator(word) && !TakeWindow(word))
        {
            variables.Find(word, at, "number, operator or variable", OperatorNames);
            Push(Node(new VariableNode(word)));
        }
    }

    /// <summary>Every operator's name, for hints.</summary>
    public static IEnumerable<string> OperatorNames =>
    [
        .. ElementOperator.ByName.Keys, .. SetOperator.ByName.Keys, "UNKN", "INF", "NEGINF", "PREV", "COUNT", "NOW", "TIME", "LTIME",
        "STEPWIDTH",
        "NEWDAY", "NEWWEEK", "NEWMONTH", "NEWYEAR", "DUP", "POP", "EXC", "DEPTH", "COPY", "INDEX", "ROLL", "SORT", "REV",
        "TREND", "TRENDNAN", "PREDICT", "PREDICTSIGMA", "PREDICTPERC",
    ];

    private static RpnNode? SpecialValue(string word) => word switch
    {
        "UNKN" => new ConstantNode(double.NaN),
        "INF" => new ConstantNode(double.PositiveInfinity),
        "NEGINF" => new ConstantNode(double.NegativeInfinity),
        "PREV" => new PreviousNode(),
        "COUNT" => new ClockNode(ClockValue.Count),
        "NOW" => new ClockNode(ClockValue.Now),
        "TIME" => new ClockNode(ClockValue.Time),
        "LTIME" => new ClockNode(ClockValue.LocalTime),
        "STEPWIDTH" => new ClockNode(ClockValue.StepWidth),
        "NEWDAY" => new ClockNode(ClockValue.NewDay),
        "NEWWEEK" => new ClockNode(ClockValue.NewWeek),
        "NEWMONTH" => new ClockNode(ClockValue.NewMonth),
        "NEWYEAR" => new ClockNode(ClockValue.NewYear),
        _ => null,
    };

    private void TakeElement(ElementOperator element)
    {
        Span<int> operands = [-1, -1, -1];
        PopInto(operands[..element.Operands]);
        Push(Fold(element, operands) ?? Node(new ElementNode(element, operands[0], operands[1], operands[2])));
    }

    /// <summary>An operator on numbers is a number, so that counts may be worked out.</summary>
    private int? Fold(ElementOperator element, ReadOnlySpan<int> operands)
    {
        Span<double> values = stackalloc double[3];
        for (var i = 0; i < element.Operands; i++)
        {
            if (nodes[operands[i]] is not ConstantNode constant)
                return null;
            values[i] = constant.Value;
        }
        var result = 0.0;
        element.Kernel(values[..1], values[1..2], values[2..], MemoryMarshal.CreateSpan(ref result, 1));
        return Node(new ConstantNode(result));
    }

    private void TakeSet(SetOperator set)
    {
        var count = PopCount();
        var percent = set.Name == "PERCENT" ? PopScalar("percentage", 0, 100) : -1;
        Push(Node(new SetNode(set, PopItems(count), percent)));
    }

    private int Node(RpnNode node)
    {
        // Numbers are not looked up: 0 and -0 are equal, and yet 1/0 and 1/-0 are not.
        if (node is not ConstantNode && !known.TryAdd(node, nodes.Count))
            return known[node];
        nodes.Add(node);
        return nodes.Count - 1;
    }

    private void Push(int node)
    {
        if (stack.Count == GraphLimits.StackDepth)
            throw Fault($"Stack overflow: more than {GraphLimits.StackDepth} values");
        stack.Add(node);
    }

    private int Pop()
    {
        Need(1);
        var node = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return node;
    }

    private void PopInto(Span<int> operands)
    {
        Need(operands.Length);
        for (var i = operands.Length - 1; i >= 0; i--)
            operands[i] = Pop();
    }

    private void Need(int values)
    {
        if (stack.Count < values)
            throw Fault($"Stack underflow: \"{token}\" takes {values} {(values == 1 ? "value" : "values")}, found {stack.Count}");
    }

    private GraphLanguageException Fault(string problem) => new(at, problem + '.');
}
