using System.Collections.Immutable;
using System.Globalization;

namespace Metrics.RrdStore.Expressions;

/// <summary>The expression of a computed series: operations in the order they are done, over the points that other series have of one step.</summary>
internal sealed class PointExpression
{
    /// <summary>Longest expression, in operations.</summary>
    public const int MostOperations = 128;

    /// <summary>Longest expression, in characters.</summary>
    public const int MostCharacters = 8192;

    private const int MostNumbers = 2 * MostOperations;

    private readonly ImmutableArray<Operation> operations;

    private PointExpression(ImmutableArray<Operation> operations, ImmutableArray<int> inputs)
    {
        this.operations = operations;
        Inputs = inputs;
    }

    /// <summary>Gives the number of a series by its name in the expression, or null.</summary>
    public delegate int? SeriesFinder(string word);

    /// <summary>Numbers of the series it uses, each once, in the order they are named.</summary>
    public ImmutableArray<int> Inputs { get; }

    /// <summary>Whether a name can stand in an expression: it has no comma, and is neither a number nor an operator.</summary>
    public static bool CanName(string name) => !name.Contains(',') && !IsNumber(name, out _) && !RpnWords.TryFind(name, out _);

    /// <summary>Whether a computed series may use an operator: those about time, about points before and about how many there were are not
    /// the same for a point that is worked out again.</summary>
    public static bool Takes(RpnCode code) => code is not (RpnCode.Previous or RpnCode.PreviousOf or RpnCode.Now or RpnCode.Time or RpnCode.LocalTime
        or RpnCode.Count or RpnCode.Trend or RpnCode.TrendKnown or RpnCode.Predict or RpnCode.PredictSigma or RpnCode.PredictPercent
        or RpnCode.StepWidth or RpnCode.NewDay or RpnCode.NewWeek or RpnCode.NewMonth or RpnCode.NewYear or RpnCode.End);

    /// <summary>A series by its number, for a text that does not change when it is renamed.</summary>
    public static string NameOf(int series) => string.Create(CultureInfo.InvariantCulture, $"#{series}");

    /// <summary>The number in such a name, or null.</summary>
    public static int? NumberOf(string word) =>
        word.StartsWith('#') && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var series) ? series : null;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">Numbers, operators and names of series, parted by commas.</param>
    /// <param name="seriesOf">Finds the series.</param>
    /// <param name="expression">The expression, or null.</param>
    /// <param name="fault">What is wrong, as a sentence, or null.</param>
    public static bool TryParse(string text, SeriesFinder seriesOf, out PointExpression? expression, out string? fault)
    {
        expression = null;
        fault = null;
        if (text.Length > MostCharacters)
        {
            fault = $"The expression has {text.Length:N0} characters; it takes {MostCharacters:N0}.";
            return false;
        }
        var words = text.Split(',', MostOperations + 1);
        if (words.Length > MostOperations)
        {
            fault = $"The expression has more than {MostOperations} operations.";
            return false;
        }
        var operations = ImmutableArray.CreateBuilder<Operation>(words.Length);
        var inputs = new List<int>();
        foreach (var word in words)
        {
            if (IsNumber(word, out var number))
                operations.Add(new Operation(RpnCode.Number, word, number, 0));
            else if (RpnWords.TryFind(word, out var code))
            {
                if (!Takes(code))
                {
                    fault = $"A computed series cannot use {word}: its points are worked out each by itself.";
                    return false;
                }
                operations.Add(new Operation(code, word, 0, 0));
            }
            else if (seriesOf(word) is { } series)
            {
                if (!inputs.Contains(series))
                    inputs.Add(series);
                operations.Add(new Operation(RpnCode.Variable, word, 0, inputs.IndexOf(series)));
            }
            else
            {
                fault = $"The expression has \"{word}\", which is neither a number, nor an operator, nor a series.";
                return false;
            }
        }
        var parsed = new PointExpression(operations.DrainToImmutable(), [.. inputs]);
        fault = parsed.Fault();
        expression = fault is null ? parsed : null;
        return fault is null;
    }

    /// <summary>The expression as text.</summary>
    /// <param name="nameOf">How a series is named in it.</param>
    public string ToText(Func<int, string> nameOf) =>
        string.Join(',', operations.Select(o => o.Code == RpnCode.Variable ? nameOf(Inputs[o.Input]) : o.Word));

    /// <summary>Works a point out.</summary>
    /// <param name="points">The points of the inputs, in their order.</param>
    /// <returns>The point; unknown also when numbers that operators take as counts are none for these inputs.</returns>
    public double Of(ReadOnlySpan<double> points) => Run(points, out _) is { } value ? value : double.NaN;

    private string? Fault()
    {
        if (Inputs.IsEmpty)
            return "The expression uses no series; a computed series has the steps of those it uses.";
        Span<double> ones = stackalloc double[Inputs.Length];
        ones.Fill(1);
        return Run(ones, out var failed) is not null ? null
            : failed is { } word ? $"The expression does not work out: at \"{word}\" there are too few numbers, or too many."
            : "The expression does not work out: it leaves none, or more than one number.";
    }

    private double? Run(ReadOnlySpan<double> points, out string? failed)
    {
        var stack = new PointStack(stackalloc double[MostNumbers]);
        foreach (var (code, word, number, input) in operations)
        {
            var isDone = code switch
            {
                RpnCode.Number => stack.Push(number),
                RpnCode.Variable => stack.Push(points[input]),
                _ => stack.Apply(code),
            };
            if (!isDone)
            {
                failed = word;
                return null;
            }
        }
        failed = null;
        return stack.Depth == 1 ? stack.Top : null;
    }

    private static bool IsNumber(string word, out double number) =>
        double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);

    private readonly record struct Operation(RpnCode Code, string Word, double Number, int Input);
}
