using System.Globalization;
using Metrics.Grapher.Language.Rpn;
using Metrics.Grapher.Language.Times;
using Metrics.RrdStore;
using Sprache;

namespace Metrics.Grapher.Language.Syntax;

/// <summary>Understands the statements of a text in their order: what a name means depends on what was defined above it.</summary>
internal sealed partial class StatementParser
{
    private static readonly string[] Keywords =
    [
        "DEF", "CDEF", "VDEF", "SHIFT", "PRINT", "GPRINT", "COMMENT", "TEXTALIGN", "XPORT", "LINE", "AREA", "STACK", "TICK", "HRULE",
        "VRULE",
    ];

    private readonly Variables variables = new();
    private readonly ICollection<GraphFault> notes;
    private ShapeStyle? lastShape;

    /// <summary>Begins a text.</summary>
    /// <param name="notes">Takes what was read but means nothing here.</param>
    public StatementParser(ICollection<GraphFault> notes) => this.notes = notes;

    /// <summary>Understands the next statement.</summary>
    /// <exception cref="GraphLanguageException">It cannot be understood.</exception>
    public Statement Parse(Argument argument)
    {
        var text = Grammar.Statement.Read(new Located<string>(argument.Text, argument.At));
        var fields = new Fields(text);
        if (fields.Keyword != "LINE" && text.Width.Value.Length > 0)
            throw KeywordFault(text, fields.Keyword + text.Width.Value);
        Statement statement = fields.Keyword switch
        {
            "DEF" => Def(fields),
            "CDEF" => Cdef(fields),
            "VDEF" => Vdef(fields),
            "SHIFT" => Shift(fields),
            "PRINT" or "GPRINT" => Print(fields),
            "COMMENT" => new CommentStatement(fields.At, Legend(fields.Next("a text"))),
            "TEXTALIGN" => new AlignStatement(fields.At, Alignment(fields.Next("left, right, center or justified"))),
            "XPORT" => Export(fields),
            "LINE" or "AREA" or "STACK" => Shape(fields, text.Width),
            "TICK" => Tick(fields),
            "HRULE" or "VRULE" => Rule(fields),
            _ => throw KeywordFault(text, fields.Keyword),
        };
        fields.End();
        return statement;
    }

    private static GraphLanguageException KeywordFault(StatementText text, string found) =>
        new(text.Keyword.At, $"Found \"{found}\"; expected a statement{NearestName.Hint(found, Keywords)}");

    /// <summary>Takes the name that a statement defines even where the statement is at fault, so that one mistake is told once.</summary>
    public void Forgive(Argument argument)
    {
        if (Grammar.Statement.TryParse(argument.Text) is { WasSuccessful: true, Value: var text }
            && text.Keyword.Value is "DEF" or "CDEF" or "VDEF"
            && Grammar.Definition.TryParse(text.Fields[0].Value) is { WasSuccessful: true, Value: var definition }
            && !variables.Has(definition.Name.Value))
            variables.Define(definition.Name.Value, text.Keyword.Value == "VDEF" ? VariableKind.Value : VariableKind.Series);
    }

    private Located<string> Definition(Fields fields, out Located<string> name)
    {
        (name, var rest) = Grammar.Definition.Read(fields.Next("a name and ="));
        return variables.Has(name.Value)
            ? throw new GraphLanguageException(name.At, $"Found \"{name.Value}\", which is defined above; expected a new name.")
            : rest;
    }

    private CdefStatement Cdef(Fields fields)
    {
        var rest = Definition(fields, out var name);
        var expression = RpnCompiler.Compile(rest.At, Grammar.Expression.Read(rest), variables);
        variables.Define(name.Value, VariableKind.Series);
        return new CdefStatement(fields.At, name.Value, expression);
    }

    private VdefStatement Vdef(Fields fields)
    {
        var rest = Definition(fields, out var name);
        var tokens = Grammar.Expression.Read(rest);
        var source = Series(new Located<string>(tokens[0].Value.Text, tokens[0].At));
        if (tokens.Length is < 2 or > 3)
            throw new GraphLanguageException(rest.At,
                $"Found {tokens.Length} parts in a VDEF; expected a variable, a percentage where the function takes one, and a function.");
        var word = tokens[^1];
        if (!Aggregate.ByName.TryGetValue(word.Value.Text, out var function))
            throw new GraphLanguageException(word.At,
                $"Found \"{word.Value.Text}\"; expected a function of VDEF{NearestName.Hint(word.Value.Text, Aggregate.ByName.Keys)}");
        if (function.TakesPercent != (tokens.Length == 3))
            throw new GraphLanguageException(word.At,
                $"{function.Name} takes {(function.TakesPercent ? "a percentage before it" : "no number")}.");
        var percent = tokens.Length == 3 ? tokens[1].Value : default;
        if (tokens.Length == 3 && (percent.Kind != RpnTokenKind.Number || percent.Number is not (>= 0 and <= 100)))
            throw new GraphLanguageException(tokens[1].At, $"{function.Name} takes a percentage from 0 to 100.");
        variables.Define(name.Value, VariableKind.Value);
        return new VdefStatement(fields.At, name.Value, source, function, percent.Number);
    }

    private ShiftStatement Shift(Fields fields)
    {
        var variable = Series(fields.Next("a DEF or CDEF"));
        var by = fields.Next("seconds or a VDEF");
        if (!variables.Has(by.Value))
            return new ShiftStatement(fields.At, variable, new Operand(null, Grammar.WholeNumber.Read(by)));
        return variables.IsSeries(by.Value)
            ? throw new GraphLanguageException(by.At, $"Found \"{by.Value}\", a series; expected seconds or a VDEF.")
            : new ShiftStatement(fields.At, variable, new Operand(by.Value, 0));
    }

    private ExportStatement Export(Fields fields)
    {
        var variable = Series(fields.Next("a DEF or CDEF"));
        return new ExportStatement(fields.At, variable, Fields.Unescape(fields.NextOrEmpty().Value));
    }

    private string Series(Located<string> name) =>
        variables.Find(name.Value, name.At, "DEF or CDEF") == VariableKind.Series
            ? name.Value
            : throw new GraphLanguageException(name.At, $"Found \"{name.Value}\", a VDEF; expected a DEF or CDEF.");

    private static TextAlignment Alignment(Located<string> word) => word.Value switch
    {
        "left" => TextAlignment.Left,
        "right" => TextAlignment.Right,
        "center" => TextAlignment.Center,
        "justified" => TextAlignment.Justified,
        _ => throw new GraphLanguageException(word.At, $"Found \"{word.Value}\"; expected left, right, center or justified."),
    };

    private static LegendText Legend(Located<string> field)
    {
        var text = Fields.Unescape(field.Value);
        return LegendText.Parse(text)
            ?? throw new GraphLanguageException(field.At.Plus(field.Value.Length - 2),
                $"Found \"{text[^2..]}\" at the end of a text; expected \\l, \\n, \\r, \\c, \\j, \\s, \\g or \\u.");
    }

    private static ConsolidationFunction? Function(string? word) => word switch
    {
        "AVERAGE" => ConsolidationFunction.Average,
        "MIN" or "MINIMUM" => ConsolidationFunction.Minimum,
        "MAX" or "MAXIMUM" => ConsolidationFunction.Maximum,
        "LAST" => ConsolidationFunction.Last,
        _ => null,
    };

    private static ConsolidationFunction Function(Located<string> word) =>
        Function(word.Value)
            ?? throw new GraphLanguageException(word.At,
                $"Found \"{word.Value}\"; expected AVERAGE, MIN, MAX or LAST{NearestName.Hint(word.Value, ["AVERAGE", "MIN", "MAX", "LAST"])}");

    private static double Number(Located<string> text, double minimum, double maximum, string what)
    {
        var number = Grammar.Number.Read(text);
        return number >= minimum && number <= maximum
            ? number
            : throw new GraphLanguageException(text.At,
                $"Found {text.Value} as {what}; expected {minimum.ToString(CultureInfo.InvariantCulture)} to {maximum.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>A time whose colons may be escaped.</summary>
    internal static Located<AtTime> Time(Located<string> text)
    {
        try
        {
            return new Located<AtTime>(AtTime.Parse(Fields.Unescape(text.Value)), text.At);
        }
        catch (AtTimeException fault)
        {
            var escapes = 0;
            for (var i = text.Value.IndexOf("\\:", StringComparison.Ordinal); i >= 0
                && i + 1 < fault.Column + escapes; i = text.Value.IndexOf("\\:", i + 2, StringComparison.Ordinal))
                escapes++;
            throw new GraphLanguageException(text.At.Plus(fault.Column - 1 + escapes), fault.Message);
        }
    }
}
