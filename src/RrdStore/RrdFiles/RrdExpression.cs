using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Metrics.RrdStore.Expressions;

namespace Metrics.RrdStore.RrdFiles;

/// <summary>The expression of a COMPUTE data source as text and as operations: rrdcreate(1), "COMPUTE".</summary>
internal static class RrdExpression
{
    /// <summary>The code that ends an expression.</summary>
    public const byte End = (byte)RpnCode.End;

    /// <summary>Says what is wrong with an operation, or null.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="dataSource">Index of the data source that it belongs to; only earlier ones may be used.</param>
    public static string? Fault(RrdOperation operation, int dataSource) => (RpnCode)operation.Code switch
    {
        RpnCode.Number => null,
        RpnCode.Variable or RpnCode.PreviousOf => operation.Operand >= 0 && operation.Operand < dataSource
            ? null
            : $"The expression of data source {dataSource} uses data source {operation.Operand}; only earlier ones can be used.",
        RpnCode.End => "The expression ends inside.",
        var code => RpnWords.IsKnown(code) ? null : $"The expression has the unknown operation {operation.Code}.",
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
            _ = (RpnCode)code switch
            {
                RpnCode.Number => text.Append(operand.ToString(CultureInfo.InvariantCulture)),
                RpnCode.Variable => text.Append(names[operand]),
                RpnCode.PreviousOf => text.Append("PREV(").Append(names[operand]).Append(')'),
                _ => text.Append(RpnWords.Of((RpnCode)code)),
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
            return new((byte)RpnCode.Number, number);
        if (RpnWords.TryFind(word, out var code))
            return new((byte)code, 0);
        var previous = word.StartsWith("PREV(", StringComparison.Ordinal) && word.EndsWith(')');
        var name = previous ? word[5..^1] : word;
        return earlier.TryGetValue(name, out var index) && index <= short.MaxValue
            ? new((byte)(previous ? RpnCode.PreviousOf : RpnCode.Variable), (short)index)
            : null;
    }
}
