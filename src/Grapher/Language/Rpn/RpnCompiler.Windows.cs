using System.Collections.Immutable;

namespace Metrics.Grapher.Language.Rpn;

/// <content>The operators that look at more rows than one: TREND, PREDICT and their kind.</content>
internal sealed partial class RpnCompiler
{
    // A day has 86,400 rows of one second; nobody predicts from more periods than this.
    private const int MostPeriods = 1000;

    private bool TakeWindow(string word)
    {
        switch (word)
        {
            case "TREND" or "TRENDNAN":
                var seconds = PopScalar("window in seconds", 0, int.MaxValue);
                Push(Node(new TrendNode(PopSeries(), seconds, SkipUnknown: word == "TRENDNAN")));
                return true;
            case "PREDICT":
                Predict(Prediction.Mean);
                return true;
            case "PREDICTSIGMA":
                Predict(Prediction.Deviation);
                return true;
            case "PREDICTPERC":
                Predict(Prediction.Percentile);
                return true;
            default:
                return false;
        }
    }

    /// <summary>shift n … shift 1, n, window[, percent], series; a negative n makes the one shift before it stand for its
    /// multiples.</summary>
    private void Predict(Prediction kind)
    {
        var series = PopSeries();
        var percent = kind == Prediction.Percentile ? PopScalar("percentage", -100, 100) : -1;
        var seconds = PopScalar("window in seconds", 0, int.MaxValue);
        var count = Integer(Pop(), "number of shifts");
        if (count is 0 or < -MostPeriods or > MostPeriods)
            throw Fault($"\"{token}\" takes 1 to {MostPeriods} shifts or, negative, multiples of one, found {count}");
        Need(Math.Max(count, 1));
        var shifts = ImmutableArray.CreateBuilder<int>();
        for (var i = 0; i < Math.Max(count, 1); i++)
            shifts.Add(PopScalar("shift in seconds", 0, int.MaxValue));
        shifts.Reverse();
        Push(Node(new PredictNode(series, seconds, shifts.ToImmutable(), Math.Max(-count, 0), kind, percent)));
    }

    private int PopSeries()
    {
        var node = Pop();
        if (IsScalar(node))
            throw Fault($"\"{token}\" takes a series, found a single number");
        if (NeedsItself(node))
            throw Fault($"\"{token}\" takes a series that is known as a whole, found one that depends on PREV");
        return node;
    }

    /// <summary>A number or a VDEF: the same for all rows.</summary>
    private int PopScalar(string what, double minimum, double maximum)
    {
        var node = Pop();
        if (nodes[node] is ConstantNode constant && !(constant.Value >= minimum && constant.Value <= maximum))
            throw Fault($"\"{token}\" takes a {what} from {minimum} to {maximum}, found {constant.Value}");
        return IsScalar(node) ? node : throw Fault($"\"{token}\" takes a number or a VDEF as {what}, found a series");
    }

    private bool IsScalar(int node) => nodes[node] switch
    {
        ConstantNode => true,
        VariableNode variable => !variables.IsSeries(variable.Name),
        _ => false,
    };

    private bool NeedsItself(int node)
    {
        var needs = new bool[node + 1];
        for (var i = 0; i <= node; i++)
            needs[i] = nodes[i] is PreviousNode || nodes[i].Operands.Any(o => needs[o]);
        return needs[node];
    }
}
