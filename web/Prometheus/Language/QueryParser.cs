using System.Collections.Immutable;
using System.Globalization;

namespace Metrics.Web.Prometheus.Language;

/// <summary>Reads the part of PromQL that is answered here: selectors, <c>…_over_time</c>, aggregations, arithmetic. Whatever else
/// Prometheus knows is named in the message.</summary>
internal sealed class QueryParser
{
    /// <summary>The longest query, in characters.</summary>
    public const int LongestQuery = 8_000;

    private const int DeepestNesting = 50;

    private static readonly string[] OverTime = ["avg", "min", "max", "sum", "last"];
    private static readonly string[] Aggregations = ["avg", "min", "max", "sum", "count", "topk", "bottomk"];

    private static readonly (ImmutableArray<string> Labels, bool Without) Ungrouped = ([], false);

    private readonly List<QueryToken> words;
    private int next;
    private int depth;

    private QueryParser(List<QueryToken> words) => this.words = words;

    private QueryToken Word => words[next];

    /// <summary>Reads a query.</summary>
    /// <exception cref="QueryFault">It cannot be read, or asks for what is not answered here.</exception>
    public static QueryExpression Read(string query)
    {
        var parser = Over(query);
        var expression = parser.Sum();
        return parser.Word.Kind == QueryTokenKind.End ? expression : throw parser.Surprise("an operator or the end");
    }

    /// <summary>Reads a selector alone, as <c>match[]</c> takes it.</summary>
    /// <exception cref="QueryFault">It is no selector.</exception>
    public static SelectorExpression ReadSelector(string query)
    {
        var parser = Over(query);
        var selector = parser.Selector();
        return parser.Word.Kind == QueryTokenKind.End ? selector : throw parser.Surprise("the end of the selector");
    }

    private static QueryParser Over(string query) => query.Length > LongestQuery
        ? throw QueryFault.BadData($"The query has {query.Length} characters; at most {LongestQuery} are taken.")
        : new QueryParser(QueryWords.Of(query));

    private QueryExpression Sum() => LeftToRight(Product, "+", "-");

    private QueryExpression Product() => LeftToRight(Signed, "*", "/", "%");

    private QueryExpression LeftToRight(Func<QueryExpression> part, params ReadOnlySpan<string> operators)
    {
        var left = part();
        while (Word.Kind == QueryTokenKind.Symbol && operators.Contains(Word.Text))
        {
            var word = Take();
            RefuseMatching();
            left = new ArithmeticExpression(word.Position, word.Text[0], left, part());
        }
        return left;
    }

    /// <summary>A sign binds less than a power: -2^2 is -4.</summary>
    private QueryExpression Signed()
    {
        if (!Word.Is("-") && !Word.Is("+"))
            return Power();
        var sign = Take();
        var value = Nested(Signed);
        return sign.Is("+") ? value : new ArithmeticExpression(sign.Position, '*', new NumberExpression(sign.Position, -1), value);
    }

    private QueryExpression Power()
    {
        var left = Atom();
        if (!Word.Is("^"))
            return left;
        var word = Take();
        RefuseMatching();
        return new ArithmeticExpression(word.Position, '^', left, Nested(Signed));
    }

    private QueryExpression Atom()
    {
        var word = Word;
        if (word.Kind == QueryTokenKind.Number)
            return new NumberExpression(word.Position, Number(Take()));
        if (word.Is("("))
        {
            Take();
            var inner = Nested(Sum);
            Expect(")");
            return inner;
        }
        if (word.Kind == QueryTokenKind.Name)
        {
            if (word.Text is "Inf" or "inf" or "NaN" or "nan")
                return new NumberExpression(Take().Position, word.Text is "Inf" or "inf" ? double.PositiveInfinity : double.NaN);
            if (Aggregations.Contains(word.Text) && (words[next + 1].Is("(") || IsGrouping(words[next + 1])))
                return Aggregation();
            if (words[next + 1].Is("("))
                return Function();
        }
        var selector = Selector();
        return Word.Is("[")
            ? throw QueryFault.NotHere(Word.Position, "a range such as [5m] is taken in avg_, min_, max_, sum_ and last_over_time only.")
            : selector with { OffsetSeconds = Offset() };
    }

    private AggregationExpression Aggregation()
    {
        var word = Take();
        var isGrouped = IsGrouping(Word);
        var (labels, without) = isGrouped ? Grouping() : Ungrouped;
        Expect("(");
        var most = word.Text is "topk" or "bottomk" ? Most(word) : int.MaxValue;
        var of = Nested(Sum);
        Expect(")");
        if (!isGrouped && IsGrouping(Word))
            (labels, without) = Grouping();
        return new AggregationExpression(word.Position, word.Text, of, labels, without) { Most = most };
    }

    /// <summary>How many values of each group are wanted, and the comma behind the number.</summary>
    private int Most(QueryToken function)
    {
        var word = Take();
        if (word.Kind != QueryTokenKind.Number || Number(word) is not (>= 1 and <= int.MaxValue and var number))
            throw QueryFault.At(word.Position, $"{function.Text} takes a number from 1 and then series, such as {function.Text}(5, name); found {word.Shown}.");
        Expect(",");
        return (int)number;
    }

    private (ImmutableArray<string> Labels, bool Without) Grouping()
    {
        var without = Take().Text == "without";
        var labels = ImmutableArray.CreateBuilder<string>();
        Expect("(");
        while (!Word.Is(")"))
        {
            labels.Add(Word.Kind == QueryTokenKind.Name ? Take().Text : throw Surprise("the name of a label"));
            if (!Word.Is(")"))
                Expect(",");
        }
        Expect(")");
        return (labels.ToImmutable(), without);
    }

    private OverTimeExpression Function()
    {
        var word = Take();
        if (word.Text is "rate" or "irate" or "increase" or "delta" or "idelta" or "deriv")
            throw QueryFault.NotHere(word.Position, $"{word.Text} is not for the series here: their values are rates already. Write the selector alone, or avg_over_time.");
        if (OverTime.FirstOrDefault(name => word.Text == $"{name}_over_time") is not { } function)
            throw QueryFault.NotHere(word.Position, $"the function {word.Shown} is not answered here; there are "
                + $"{string.Join(", ", OverTime.Select(name => name + "_over_time"))} and the aggregations {string.Join(", ", Aggregations)}.");
        Expect("(");
        var selector = Selector();
        Expect("[");
        var milliseconds = Duration();
        // A colon begins a name: those of recording rules have some.
        if (Word is { Kind: QueryTokenKind.Name, Text: [':', ..] })
            throw QueryFault.NotHere(Word.Position, "queries within queries are not answered here.");
        Expect("]");
        selector = selector with { OffsetSeconds = Offset() };
        Expect(")");
        return new OverTimeExpression(word.Position, function, selector, Math.Max(1, milliseconds / 1_000));
    }

    /// <summary>How long before the moment that is asked for values are looked at: <c>offset 1d</c>; after it when it is negative. Without it 0.</summary>
    private long Offset()
    {
        if (Word.Is("@"))
            throw QueryFault.NotHere(Word.Position, "@ is not answered here; offset is.");
        if (Word is not { Kind: QueryTokenKind.Name, Text: "offset" })
            return 0;
        Take();
        var sign = Word.Is("-") ? -1 : 1;
        if (sign < 0)
            Take();
        return sign * Duration() / 1_000;
    }

    /// <summary>A duration, in milliseconds.</summary>
    private long Duration()
    {
        var word = Take();
        return word.Kind == QueryTokenKind.Duration && QueryDuration.Milliseconds(word.Text) is { } milliseconds
            ? milliseconds
            : throw QueryFault.At(word.Position, $"expected a duration longer than zero, such as 5m or 1h30m, found {word.Shown}.");
    }

    private SelectorExpression Selector()
    {
        var start = Word;
        var matchers = ImmutableArray.CreateBuilder<LabelMatcher>();
        if (start.Kind == QueryTokenKind.Name)
            matchers.Add(new LabelMatcher(LabelSet.MetricName, "=", Take().Text, start.Position));
        else if (!start.Is("{"))
            throw Surprise("a number, a metric or a function");
        if (Word.Is("{"))
            Conditions(matchers);
        if (matchers.All(matcher => matcher.Matches("")))
            throw QueryFault.At(start.Position, "a selector takes at least one condition that an empty label does not fulfil.");
        return new SelectorExpression(start.Position, matchers.ToImmutable());
    }

    private void Conditions(ImmutableArray<LabelMatcher>.Builder matchers)
    {
        Expect("{");
        while (!Word.Is("}"))
        {
            var label = Word.Kind == QueryTokenKind.Name ? Take() : throw Surprise("the name of a label");
            var operation = Word.Is("=") || Word.Is("!=") || Word.Is("=~") || Word.Is("!~") ? Take() : throw Surprise("=, !=, =~ or !~");
            var value = Word.Kind == QueryTokenKind.Text ? Take() : throw Surprise("a text in quotes");
            matchers.Add(new LabelMatcher(label.Text, operation.Text, value.Text, value.Position));
            if (!Word.Is("}"))
                Expect(",");
        }
        Expect("}");
    }

    private T Nested<T>(Func<T> part)
    {
        if (++depth > DeepestNesting)
            throw QueryFault.At(Word.Position, $"more than {DeepestNesting} levels of nesting.");
        var result = part();
        depth--;
        return result;
    }

    private static bool IsGrouping(QueryToken word) => word is { Kind: QueryTokenKind.Name, Text: "by" or "without" };

    private void RefuseMatching()
    {
        if (Word is { Kind: QueryTokenKind.Name, Text: "on" or "ignoring" or "bool" })
            throw QueryFault.NotHere(Word.Position, $"{Word.Shown} is not answered here; both sides of an operator are matched on all their labels.");
    }

    private static double Number(QueryToken word) =>
        double.TryParse(word.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw QueryFault.At(word.Position, $"{word.Shown} is no number.");

    private QueryToken Take() => Word.Kind == QueryTokenKind.End ? throw Surprise("more") : words[next++];

    private void Expect(string symbol)
    {
        if (!Word.Is(symbol))
            throw Surprise($"\"{symbol}\"");
        next++;
    }

    private QueryFault Surprise(string expected) => Word switch
    {
        { Kind: QueryTokenKind.Symbol, Text: "==" or "<" or ">" or "<=" or ">=" or "!=" } or { Kind: QueryTokenKind.Name, Text: "and" or "or" or "unless" } =>
            QueryFault.NotHere(Word.Position, $"the operator {Word.Shown} is not answered here."),
        _ => QueryFault.At(Word.Position, $"expected {expected}, found {Word.Shown}."),
    };
}
