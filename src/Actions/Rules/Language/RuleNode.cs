using Metrics.Grapher.Language;

namespace Metrics.Actions.Rules.Language;

/// <summary>A part of an expression. Truth is 1, 0, or NaN where it is unknown, so that the unknown goes through everything as it does in numbers.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="IsTruth">Whether it is true or false, and no number.</param>
internal abstract record RuleNode(TextPosition At, bool IsTruth)
{
    /// <summary>Its value.</summary>
    /// <param name="data">The values of the series of one instance.</param>
    public abstract double Evaluate(RuleData data);

    /// <summary>The part whose number says how bad it is: the left side of the first comparison; NaN where there is none.</summary>
    public virtual RuleNode? Measured => null;
}

/// <summary>A number.</summary>
internal sealed record NumberNode(TextPosition At, double Value) : RuleNode(At, false)
{
    public override double Evaluate(RuleData data) => Value;
}

/// <summary>A sign.</summary>
internal sealed record MinusNode(TextPosition At, RuleNode Of) : RuleNode(At, false)
{
    public override double Evaluate(RuleData data) => -Of.Evaluate(data);
}

/// <summary>Two numbers that make a number.</summary>
internal sealed record ArithmeticNode(TextPosition At, char Operator, RuleNode Left, RuleNode Right) : RuleNode(At, false)
{
    public override double Evaluate(RuleData data)
    {
        var (left, right) = (Left.Evaluate(data), Right.Evaluate(data));
        return Operator switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            // A share of nothing is unknown, not infinite.
            '/' => right == 0 ? double.NaN : left / right,
            _ => right == 0 ? double.NaN : left % right,
        };
    }
}

/// <summary>Two numbers compared.</summary>
internal sealed record ComparisonNode(TextPosition At, string Operator, RuleNode Left, RuleNode Right) : RuleNode(At, true)
{
    public override RuleNode? Measured => Left;

    public override double Evaluate(RuleData data)
    {
        var (left, right) = (Left.Evaluate(data), Right.Evaluate(data));
        if (double.IsNaN(left) || double.IsNaN(right))
            return double.NaN;
        return Holds(Operator, left, right) ? 1 : 0;
    }

    /// <summary>Whether two known numbers compare so.</summary>
    public static bool Holds(string sign, double left, double right) =>
        sign switch { ">" => left > right, ">=" => left >= right, "<" => left < right, "<=" => left <= right, "==" => left == right, _ => left != right };
}

/// <summary>Both or either; the unknown does not hide what decides alone.</summary>
internal sealed record LogicNode(TextPosition At, bool IsAnd, RuleNode Left, RuleNode Right) : RuleNode(At, true)
{
    public override RuleNode? Measured => Left.Measured ?? Right.Measured;

    public override double Evaluate(RuleData data)
    {
        var deciding = IsAnd ? 0.0 : 1.0;
        var left = Left.Evaluate(data);
        if (left == deciding)
            return deciding;
        var right = Right.Evaluate(data);
        return right == deciding ? deciding : double.IsNaN(left + right) ? double.NaN : 1 - deciding;
    }
}

/// <summary>The opposite.</summary>
internal sealed record NotNode(TextPosition At, RuleNode Of) : RuleNode(At, true)
{
    public override RuleNode? Measured => Of.Measured;

    public override double Evaluate(RuleData data) => 1 - Of.Evaluate(data);
}

/// <summary>Something worked out of a series over a time.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Function">What.</param>
/// <param name="Series">Which series of the expression.</param>
/// <param name="WindowSeconds">How long back.</param>
/// <param name="Argument">The percentage of a percentile, the seconds ahead of a forecast, what samples that count are compared with.</param>
/// <param name="Operator">How samples that count compare; empty: all that are known count.</param>
internal sealed record SeriesNode(TextPosition At, SeriesFunction Function, int Series, int WindowSeconds, double Argument, string Operator = "")
    : RuleNode(At, Function == SeriesFunction.NoData)
{
    public override double Evaluate(RuleData data) => data.Compute(this);
}

/// <summary>A fact about a series that its source tells: <c>fact(hwmon.*.temp1, "crit")</c>.</summary>
internal sealed record FactNode(TextPosition At, int Series, string Fact) : RuleNode(At, false)
{
    public override double Evaluate(RuleData data) => data.Fact(Series, Fact);
}
