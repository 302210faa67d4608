using System.Globalization;
using Sprache;

namespace Metrics.Analyzers.Custom;

/// <summary>The grammar of patterns and conditions, with Sprache. Nothing in it nests, so no text can make it recurse.</summary>
internal static class PatternGrammar
{
    private static readonly Parser<int> Column = input => Result.Success(input.Column, input);

    private static readonly Parser<string> Name =
        Parse.Chars("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_").AtLeastOnce().Text().Named("a name of letters, digits and _");

    private static readonly Parser<bool> Type =
        Parse.String(":number").Return(true).Or(Parse.String(":text").Return(false)).Named(":number or :text");

    private static readonly Parser<Part> Field =
        from column in Column
        from open in Parse.Char('{')
        from name in Name.Optional()
        from type in Type.Optional()
        from close in Parse.Char('}').Named("}")
        select new Part("", new LineField(name.GetOrElse(""), type.GetOrElse(false), column, ""));

    private static readonly Parser<Part> Text =
        from text in Parse.CharExcept("{}").Or(Parse.String("{{").Return('{')).Or(Parse.String("}}").Return('}')).AtLeastOnce().Text()
        select new Part(text, null);

    /// <summary>A line: texts, with <c>{{</c> and <c>}}</c> for braces, and fields.</summary>
    public static readonly Parser<IEnumerable<Part>> Line = Text.Or(Field).Named("a text or a field such as {name} or {name:number}").XMany().End();

    private static readonly Parser<double> Number =
        from text in Parse.Regex("-?[0-9]+(?:[.][0-9]+)?", "a number")
        select double.Parse(text, CultureInfo.InvariantCulture);

    private static readonly Parser<string> Quoted =
        (from open in Parse.Char('"')
         from text in Parse.CharExcept('"').Many().Text()
         from close in Parse.Char('"')
         select text)
        .Or(from open in Parse.Char('\'')
            from text in Parse.CharExcept('\'').Many().Text()
            from close in Parse.Char('\'')
            select text)
        .Named("a text in quotes");

    private static readonly Parser<LineOperator> Operator =
        Word("==", LineOperator.Equal).Or(Word("=", LineOperator.Equal)).Or(Word("!=", LineOperator.NotEqual))
            .Or(Word("<=", LineOperator.AtMost)).Or(Word("<", LineOperator.Below)).Or(Word(">=", LineOperator.AtLeast)).Or(Word(">", LineOperator.Above))
            .Or(Word("contains", LineOperator.Contains)).Or(Word("begins", LineOperator.Begins)).Or(Word("ends", LineOperator.Ends))
            .Named("==, !=, <, <=, >, >=, contains, begins or ends");

    private static readonly Parser<LineCondition> Condition =
        from column in Column
        from field in Name.Token()
        from relation in Operator.Token()
        from value in Number.Select(n => (Number: n, Text: (string?)null)).Or(Quoted.Select(t => (Number: double.NaN, Text: (string?)t))).Named("a number or a text in quotes").Token()
        select new LineCondition(field, column, relation, value.Number, value.Text);

    /// <summary>Conditions that all hold: <c>status >= 500 and verb == "GET"</c>.</summary>
    public static readonly Parser<IEnumerable<LineCondition>> Conditions =
        (from first in Condition
         from others in (from and in Parse.String("and").Token().Named("and") from next in Condition select next).XMany()
         select others.Prepend(first)).End();

    /// <summary>Reads a text.</summary>
    /// <exception cref="PatternException">It is none of the grammar's.</exception>
    public static T Read<T>(Parser<T> parser, string text)
    {
        var result = parser.TryParse(text);
        if (result.WasSuccessful)
            return result.Value;
        var rest = result.Remainder;
        var found = rest.AtEnd ? "its end" : $"\"{rest.Current}\"";
        var expected = result.Expectations.Where(e => e.Length > 0).Distinct().ToList();
        throw new PatternException(rest.Column, $"found {found} where {(expected.Count > 0 ? string.Join(" or ", expected) : "nothing more")} was expected.");
    }

    private static Parser<LineOperator> Word(string word, LineOperator value) => Parse.String(word).Return(value);

    /// <summary>A text, or a field.</summary>
    internal readonly record struct Part(string Text, LineField? Field);
}
