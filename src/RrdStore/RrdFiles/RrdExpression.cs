using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>The expression of a COMPUTE data source as text and as operations: rrdcreate(1), "COMPUTE".</summary>
internal static class RrdExpression
{
    private const byte Number = 0, Variable = 1, PreviousOf = 36;

    /// <summary>The code that ends an expression.</summary>
    public const byte End = 32;

    // By code: rrd_rpncalc.h, whose order is part of the file format. Those a COMPUTE may not use are here for their place.
    private static readonly ImmutableArray<string> Operators =
    [
        "", "", "INF", "PREV", "NEGINF", "UNKN", "NOW", "TIME", "+", "%", "-", "*", "/", "SIN", "DUP", "EXC", "POP", "COS", "LOG", "EXP",
        "LT", "LE", "GT", "GE", "EQ", "IF", "MIN", "MAX", "LIMIT", "FLOOR", "CEIL", "UN", "", "LTIME", "NE", "ISINF", "", "COUNT", "ATAN",
        "SQRT", "SORT", "REV", "TREND", "TRENDNAN", "ATAN2", "RAD2DEG", "DEG2RAD", "PREDICT", "PREDICTSIGMA", "AVG", "ABS", "ADDNAN",
        "MINNAN", "MAXNAN", "MEDIAN", "PREDICTPERC", "DEPTH", "COPY", "ROLL", "INDEX", "STEPWIDTH", "NEWDAY", "NEWWEEK", "NEWMONTH",
        "NEWYEAR", "SMIN", "SMAX", "STDEV", "PERCENT", "POW", "ROUND",
    ];

    /// <summary>Says what is wrong with an operation, or null.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="dataSource">Index of the data source that it belongs to; only earlier ones may be used.</param>
    public static string? Fault(RrdOperation operation, int dataSource) => operation.Code switch
    {
        Number => null,
        Variable or PreviousOf => operation.Operand >= 0 && operation.Operand < dataSource
            ? null
            : $"The expression of data source {dataSource} uses data source {operation.Operand}; only earlier ones can be used.",
        End => "The expression ends inside.",
        var code => code < Operators.Length ? null : $"The expression has the unknown operation {code}.",
    };

    /// <summary>The expression as text, operations parted by commas.</summary>
    /// <param name="expression">Operations without a <see cref="Fault"/>.</param>
    /// <param name="names">Names of the data sources by index.</param>
    public static string ToText(ImmutableArray<RrdOperation> expression, IReadOnlyList<string> names)
    {
        var text = new StringBuilder();
        foreach (var (code, operand) in expression)
        {
            if (text.Length > 0)
                text.Append(',');
            _ = code switch
            {
                Number => text.Append(operand.ToString(CultureInfo.InvariantCulture)),
                Variable => text.Append(names[operand]),
                PreviousOf => text.Append("PREV(").Append(names[operand]).Append(')'),
                _ => text.Append(Operators[code]),
            };
        }
        return text.ToString();
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">Operations parted by commas.</param>
    /// <param name="earlier">The earlier data sources, their indexes by name.</param>
    /// <param name="expression">The operations.</param>
    /// <param name="fault">What is wrong, or null.</param>
    public static bool TryParse(
        string text, IReadOnlyDictionary<string, int> earlier, out ImmutableArray<RrdOperation> expression, out string? fault)
    {
        expression = [];
        var words = text.Split(',', RrdLimits.Operations + 1);
        if (words.Length >= RrdLimits.Operations)
        {
            fault = $"An expression takes at most {RrdLimits.Operations - 1} operations.";
            return false;
        }
        var operations = ImmutableArray.CreateBuilder<RrdOperation>(words.Length);
        foreach (var word in words)
        {
            if (Operation(word, earlier) is not { } operation)
            {
                fault = $"The expression has \"{word}\", which is neither an operator, nor an earlier data source, nor a 16-bit integer.";
                return false;
            }
            operations.Add(operation);
        }
        expression = operations.DrainToImmutable();
        fault = null;
        return true;
    }

    private static RrdOperation? Operation(string word, IReadOnlyDictionary<string, int> earlier)
    {
        if (short.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return new(Number, number);
        if (word.Length > 0 && Operators.IndexOf(word) is >= 0 and var code)
            return new((byte)code, 0);
        var previous = word.StartsWith("PREV(", StringComparison.Ordinal) && word.EndsWith(')');
        var name = previous ? word[5..^1] : word;
        return earlier.TryGetValue(name, out var index) && index <= short.MaxValue
            ? new(previous ? PreviousOf : Variable, (short)index)
            : null;
    }
}
