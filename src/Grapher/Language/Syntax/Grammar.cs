using System.Collections.Immutable;
using System.Globalization;
using Metrics.Grapher.Language.Rpn;
using Sprache;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>The grammar of the graph language, with Sprache. Nothing in it nests, so no text can make it recurse; the length of what it is
/// given is bounded before.</summary>
internal static class Grammar
{
    /// <summary>The name of a variable.</summary>
    public static readonly Parser<string> Name =
        Parse.Chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-").Repeat(1, 255).Text()
            .Named("a name of letters, digits, _ and -");

    /// <summary>A number: sign, digits, point, exponent.</summary>
    public static readonly Parser<double> Number =
        from text in Parse.Regex("[-+]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][-+]?[0-9]+)?", "a number")
        select double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static readonly Parser<long> WholeNumber =
        from text in Parse.Regex("[-+]?[0-9]{1,18}", "a whole number")
        select long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>#rgb, #rgba, #rrggbb or #rrggbbaa.</summary>
    public static readonly Parser<Rgba> Colour =
        from mark in Parse.Char('#')
        from digits in Parse.Regex("(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![0-9a-fA-F])", "3, 4, 6 or 8 hexadecimal digits")
        select ToColour(digits);

    /// <summary>A name or number with up to two colours behind it.</summary>
    public static readonly Parser<(Located<string> Operand, ImmutableArray<Rgba> Colours)> Coloured =
        from operand in Parse.CharExcept('#').AtLeastOnce().Text().Named("a number or a variable").At()
        from colours in Colour.XMany()
        select (operand, colours.ToImmutableArray());

    /// <summary>name=… of DEF, CDEF and VDEF.</summary>
    public static readonly Parser<(Located<string> Name, Located<string> Meaning)> Definition =
        from name in Name.At()
        from sign in Parse.Char('=')
        from rest in Parse.AnyChar.Many().Text().At()
        select (name, rest);

    /// <summary>key=value of a field.</summary>
    public static readonly Parser<(string Key, Located<string> Value)> Setting =
        from key in Parse.Lower.Or(Parse.Char('-')).AtLeastOnce().Text()
        from sign in Parse.Char('=')
        from value in Parse.AnyChar.Many().Text().At()
        select (key, value);

    /// <summary>The two numbers of --y-grid.</summary>
    public static readonly Parser<(double Step, long Factor)> StepAndFactor =
        from step in Number
        from colon in Parse.Char(':')
        from factor in WholeNumber
        select (step, factor);

    /// <summary>The two numbers of --right-axis.</summary>
    public static readonly Parser<(double Scale, double Shift)> ScaleAndShift =
        from scale in Number
        from colon in Parse.Char(':')
        from shift in Number
        select (scale, shift);

    /// <summary>The name of an element of a picture and its colour.</summary>
    public static readonly Parser<(string Element, Rgba Colour)> ElementColour =
        from element in Parse.Upper.AtLeastOnce().Text().Named("the name of an element such as BACK")
        from colour in Colour
        select (element, colour);

    /// <summary>The tokens of an expression.</summary>
    public static readonly Parser<ImmutableArray<Located<RpnToken>>> Expression =
        from tokens in Token().At().XDelimitedBy(Parse.Char(','))
        select tokens.ToImmutableArray();

    /// <summary>Lengths of dashes.</summary>
    public static readonly Parser<ImmutableArray<double>> Lengths =
        from lengths in Number.XDelimitedBy(Parse.Char(','))
        select lengths.ToImmutableArray();

    /// <summary>A statement's parts.</summary>
    public static readonly Parser<StatementText> Statement =
        from keyword in Parse.Upper.AtLeastOnce().Text().Named("a statement such as DEF, LINE or GPRINT").At()
        from width in Parse.CharExcept(':').Many().Text().At()
        from colon in Parse.Char(':')
        from fields in Field().At().DelimitedBy(Parse.Char(':'))
        select new StatementText(keyword, width, [.. fields]);

    /// <summary>Reads all of a text with a parser.</summary>
    /// <param name="parser">The parser.</param>
    /// <param name="text">The text and where it stands.</param>
    /// <exception cref="GraphLanguageException">It does not fit; the message says what was found and what was expected.</exception>
    public static T Read<T>(this Parser<T> parser, Located<string> text)
    {
        var result = parser.End()(new PlacedInput(text));
        if (result.WasSuccessful)
            return result.Value;
        var found = result.Remainder.AtEnd ? "the end" : $"\"{result.Remainder.Source[result.Remainder.Position..]}\"";
        var expected = result.Expectations.Where(e => e != "end of input").Distinct().ToArray();
        throw new GraphLanguageException(
            new TextPosition(result.Remainder.Line, result.Remainder.Column),
            $"Found {found}; expected {(expected.Length == 0 ? "the end" : string.Join(" or ", expected))}.");
    }

    /// <summary>A parser whose result knows where it stands.</summary>
    private static Parser<Located<T>> At<T>(this Parser<T> parser) => input =>
    {
        var result = parser(input);
        return result.WasSuccessful
            ? Result.Success(new Located<T>(result.Value, new TextPosition(input.Line, input.Column)), result.Remainder)
            : Result.Failure<Located<T>>(result.Remainder, result.Message, result.Expectations);
    };

    private static Parser<RpnToken> Token() =>
        (from number in Number
         from end in TokenEnd()
         select RpnToken.Constant(number))
        .Or(from open in Parse.String("PREV(")
            from name in Name
            from close in Parse.Char(')')
            select RpnToken.PreviousOf(name))
        .Or(from symbol in Parse.Chars("+-*/%").Once().Text().Named("an operator")
            from end in TokenEnd()
            select RpnToken.Word(symbol))
        .Or(from word in Name select RpnToken.Word(word));

    private static Parser<char> TokenEnd() => input => input.AtEnd || input.Current == ','
        ? Result.Success(',', input)
        : Result.Failure<char>(input, "the token goes on", ["\",\""]);

    // A field is kept as it is written, so that columns can be told; the escape comes off when it is used.
    private static Parser<string> Field() =>
        Parse.String("\\:").Text().Or(Parse.CharExcept(':').Once().Text()).Many().Select(string.Concat);

    private static Rgba ToColour(string digits)
    {
        if (digits.Length <= 4)
            digits = string.Concat(digits.Select(d => $"{d}{d}"));
        return new Rgba(Byte(0), Byte(2), Byte(4), digits.Length == 8 ? Byte(6) : (byte)255);

        byte Byte(int index) => byte.Parse(digits.AsSpan(index, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
