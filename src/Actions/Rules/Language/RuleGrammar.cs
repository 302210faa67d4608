using System.Collections.Immutable;
using System.Globalization;
using Metrics.Grapher;
using Metrics.Grapher.Language;
using Sprache;

namespace Metrics.Actions.Rules.Language;

/// <summary>The grammar of the rule language, with Sprache.</summary>
/// <remarks>Names of series have dots, dashes, slashes and stars in them, so an operator behind a name needs a blank before it. Sprache recurses where
/// a text nests: length and nesting are bounded before it sees the text.</remarks>
internal static class RuleGrammar
{
    private const int LongestText = 2_000, DeepestNesting = 32, LongestName = 255;
    private const int LongestWindow = 400 * 86_400;

    private static readonly Dictionary<string, SeriesFunction> Windowed = new(StringComparer.Ordinal)
    {
        ["avg"] = SeriesFunction.Avg,
        ["min"] = SeriesFunction.Min,
        ["max"] = SeriesFunction.Max,
        ["sum"] = SeriesFunction.Sum,
        ["rate"] = SeriesFunction.Rate,
        ["count"] = SeriesFunction.Count,
        ["last"] = SeriesFunction.Last,
        ["nodata"] = SeriesFunction.NoData,
        ["usual"] = SeriesFunction.Usual,
    };

    private static readonly string[] FunctionNames = [.. Windowed.Keys, "percentile", "forecast", "fact"];
    private static readonly string[] Words = ["and", "or", "not"];

    private static readonly Parser<string> Name = Parse.Regex("[A-Za-z_][A-Za-z0-9_.:/*@+-]*", "the name of a series or function");

    private static readonly Parser<string> Quoted =
        from open in Parse.Char('"')
        from text in Parse.CharExcept('"').Many().Text()
        from close in Parse.Char('"')
        select text;

    private static readonly Parser<double> Number =
        from digits in Parse.Regex(@"[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", "a number")
        from unit in Parse.Regex("%|[kKMGT]i?(?![A-Za-z])", "a unit").Optional()
        select double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture) * Factor(unit.GetOrElse(""));

    private static readonly Parser<(TextPosition At, int Seconds)> Window =
        Placed(from digits in Parse.Regex("[0-9]{1,6}", "a duration such as 5m")
               from unit in Parse.Regex("[smhdw](?![A-Za-z0-9])", "a unit of s, m, h, d or w")
               select (int)Math.Min(int.Parse(digits, CultureInfo.InvariantCulture) * (long)SecondsOf(unit[0]), int.MaxValue));

    private static readonly Parser<string> Comparison = Operator(">=", "<=", "==", "!=", ">", "<");

    private static readonly Parser<double> Limit =
        (from sign in Parse.Char('-').Optional()
         from number in Number
         select sign.IsEmpty ? number : -number).Skip();

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="series">The series it names.</param>
    /// <exception cref="RuleLanguageException">It cannot be understood.</exception>
    public static RuleNode Read(string text, out ImmutableArray<SeriesUse> series)
    {
        CheckSize(text);
        var uses = new List<SeriesUse>();
        var result = Expression(uses).Skip().End()(new Input(text));
        if (!result.WasSuccessful)
            throw new RuleLanguageException(At(result.Remainder), Problem(result));
        series = [.. uses];
        return result.Value;
    }

    private static Parser<RuleNode> Expression(List<SeriesUse> uses)
    {
        Parser<RuleNode>? or = null;
        // Where an expression may stand, another one in parentheses may.
        var nested = Parse.Ref(() => or!);
        var primary = Literal().XOr(Group(nested)).XOr(NameOrCall(uses)).Skip();
        Parser<RuleNode>? unary = null;
        unary = (from at in Placed(Parse.Char('-')).Skip()
                 from of in Parse.Ref(() => unary!)
                 select (RuleNode)new MinusNode(at.At, AsNumber(of))).XOr(primary);
        var product = Parse.XChainOperator(Operator("*", "/", "%"), unary, Arithmetic);
        var sum = Parse.XChainOperator(Operator("+", "-"), product, Arithmetic);
        var comparison =
            from left in sum
            from rest in (from sign in Comparison from right in sum select (sign, right)).XOptional()
            select rest.IsEmpty ? left : new ComparisonNode(left.At, rest.Get().sign, AsNumber(left), AsNumber(rest.Get().right));
        Parser<RuleNode>? not = null;
        not = (from word in Placed(Word("not")).Skip()
               from of in Parse.Ref(() => not!)
               select (RuleNode)new NotNode(word.At, AsTruth(of))).Or(comparison);
        var and = Parse.XChainOperator(Word("and").Skip(), not, (_, left, right) => new LogicNode(left.At, true, AsTruth(left), AsTruth(right)));
        or = Parse.XChainOperator(Word("or").Skip(), and, (_, left, right) => new LogicNode(left.At, false, AsTruth(left), AsTruth(right)));
        return or;
    }

    private static Parser<RuleNode> Literal() => Placed(Number).Select(number => (RuleNode)new NumberNode(number.At, number.Value));

    private static Parser<RuleNode> Group(Parser<RuleNode> nested) =>
        from open in Parse.Char('(').Skip()
        from inner in nested
        from close in Parse.Char(')')
        select inner;

    private static Parser<RuleNode> NameOrCall(List<SeriesUse> uses) =>
        from name in Placed(Quoted).Select(quoted => (quoted.At, quoted.Value, IsQuoted: true)).XOr(Placed(Name.Where(name => !Words.Contains(name))).Select(bare => (bare.At, bare.Value, IsQuoted: false)))
        from node in (name.IsQuoted ? Parse.Return<RuleNode?>(null) : Call(name.At, name.Value, uses).XOptional().Select(call => call.GetOrDefault()))
        select node ?? new SeriesNode(name.At, SeriesFunction.Last, Use(uses, name.At, name.Value), 0, 0);

    private static Parser<RuleNode?> Call(TextPosition at, string name, List<SeriesUse> uses)
    {
        var open = Parse.Char('(').Select(_ => FunctionNames.Contains(name)
            ? name
            : throw new RuleLanguageException(at, $"There is no function {name}{(NearestName.Of(name, FunctionNames) is { } near ? $"; did you mean {near}?" : $"; there are {string.Join(", ", FunctionNames)}.")}"));
        var series = Placed(Quoted.XOr(Name)).Skip();
        var comma = Parse.Char(',').Skip();
        var close = Parse.Char(')');
        return name switch
        {
            "percentile" => from _ in open
                            from of in series
                            from c1 in comma
                            from percent in Placed(Number).Skip()
                            from c2 in comma
                            from window in Window.Skip()
                            from end in close
                            select (RuleNode?)new SeriesNode(at, SeriesFunction.Percentile, Use(uses, of.At, of.Value), Length(window), Percent(percent)),
            "forecast" => from _ in open
                          from of in series
                          from c1 in comma
                          from window in Window.Skip()
                          from c2 in comma
                          from ahead in Window.Skip()
                          from end in close
                          select (RuleNode?)new SeriesNode(at, SeriesFunction.Forecast, Use(uses, of.At, of.Value), Length(window), Length(ahead)),
            "fact" => from _ in open
                      from of in series
                      from c1 in comma
                      from fact in Quoted.Skip()
                      from end in close
                      select (RuleNode?)new FactNode(at, Use(uses, of.At, of.Value), fact),
            "count" => from _ in open
                       from of in series
                       from condition in (from sign in Comparison from limit in Limit select (sign, limit)).XOptional()
                       from c1 in comma
                       from window in Window.Skip()
                       from end in close
                       select (RuleNode?)new SeriesNode(at, SeriesFunction.Count, Use(uses, of.At, of.Value), Length(window), condition.GetOrDefault().limit, condition.GetOrDefault().sign ?? ""),
            _ => from function in open
                 from of in series
                 from c1 in comma
                 from window in Window.Skip()
                 from end in close
                 select (RuleNode?)new SeriesNode(at, Windowed[function], Use(uses, of.At, of.Value), Length(window), 0),
        };
    }

    private static RuleNode Arithmetic(string sign, RuleNode left, RuleNode right) => new ArithmeticNode(left.At, sign[0], AsNumber(left), AsNumber(right));

    private static RuleNode AsNumber(RuleNode node) => node.IsTruth ? throw new RuleLanguageException(node.At, "Found something that is true or false; expected a number.") : node;

    private static RuleNode AsTruth(RuleNode node) => node.IsTruth ? node : throw new RuleLanguageException(node.At, "Found a number; expected something that is true or false, such as a comparison.");

    private static int Length((TextPosition At, int Seconds) window) => window.Seconds is > 0 and <= LongestWindow
        ? window.Seconds
        : throw new RuleLanguageException(window.At, "A time is 1s to 400d.");

    private static double Percent((TextPosition At, double Value) percent) => percent.Value is > 0 and <= 100
        ? percent.Value
        : throw new RuleLanguageException(percent.At, "A percentile is above 0 and at most 100.");

    private static int Use(List<SeriesUse> uses, TextPosition at, string name)
    {
        if (name.Length is 0 or > LongestName)
            throw new RuleLanguageException(at, $"A name of a series has 1 to {LongestName} characters.");
        var use = new SeriesUse(at, name);
        if (use.Stars > 0 && uses.Find(other => other.Stars > 0) is { } first && first.Stars != use.Stars)
            throw new RuleLanguageException(at, $"{name} has {use.Stars} stars and {first.Pattern} {first.Stars}: they stand for the same parts, so there must be as many.");
        var known = uses.FindIndex(other => other.Pattern == name);
        if (known >= 0)
            return known;
        uses.Add(use);
        return uses.Count - 1;
    }

    private static Parser<string> Operator(params string[] signs) =>
        signs.Select(sign => Parse.String(sign).Text()).Aggregate((one, other) => one.Or(other)).Skip();

    private static Parser<string> Word(string word) => Parse.Regex($"{word}(?![A-Za-z0-9_.])", word);

    /// <summary>Blanks and line ends before and behind are of no meaning.</summary>
    private static Parser<T> Skip<T>(this Parser<T> parser) =>
        from before in Parse.WhiteSpace.Many()
        from value in parser
        from behind in Parse.WhiteSpace.Many()
        select value;

    private static Parser<(TextPosition At, T Value)> Placed<T>(Parser<T> parser) => input =>
    {
        var result = parser(input);
        return result.WasSuccessful
            ? Result.Success((At(input), result.Value), result.Remainder)
            : Result.Failure<(TextPosition, T)>(result.Remainder, result.Message, result.Expectations);
    };

    private static TextPosition At(IInput input) => new(input.Line, input.Column);

    private static string Problem<T>(IResult<T> result)
    {
        var rest = result.Remainder.AtEnd ? "" : result.Remainder.Source[result.Remainder.Position..];
        var expected = result.Expectations.Where(e => e is not "end of input" && !e.StartsWith("white", StringComparison.Ordinal)).Distinct().ToArray();
        return $"Found {(rest.Length == 0 ? "the end" : $"\"{(rest.Length > 20 ? rest[..20] + "…" : rest)}\"")}; expected {(expected.Length == 0 ? "an operator or the end" : string.Join(" or ", expected))}.";
    }

    private static void CheckSize(string text)
    {
        if (text.Length > LongestText)
            throw new RuleLanguageException(new TextPosition(1, 1), $"The text has {text.Length} characters; at most {LongestText} are taken.");
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth > DeepestNesting)
                throw new RuleLanguageException(new TextPosition(1, i + 1), $"Parentheses nest deeper than {DeepestNesting}.");
        }
        // A sign or "not" before itself nests, too.
        if (text.Split((char[]?)null).Count(word => word == "not") > DeepestNesting || text.Count(c => c == '-') > 10 * DeepestNesting)
            throw new RuleLanguageException(new TextPosition(1, 1), "There are too many signs.");
    }

    private static double Factor(string unit) => unit switch
    {
        "k" or "K" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "ki" or "Ki" => 1024,
        "Mi" => 1 << 20,
        "Gi" => 1 << 30,
        "Ti" => 1L << 40,
        _ => 1,
    };

    private static int SecondsOf(char unit) => unit switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 604_800 };
}
