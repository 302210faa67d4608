using System.Collections.Immutable;
using Sprache;

namespace Metrics.Grapher.Language.Syntax;

/// <content>What is drawn: rrdgraph_graph(1), "GRAPH".</content>
internal sealed partial class StatementParser
{
    private const double WidestLine = 100;

    private ShapeStatement Shape(Fields fields, Located<string> width)
    {
        var (operand, colours) = Value(fields, numbersAllowed: true, seriesAllowed: true, colours: fields.Keyword == "AREA" ? 2 : 1);
        var style = fields.Keyword switch
        {
            "AREA" => new ShapeStyle(true, 0, null, LegendText.Empty),
            "LINE" => new ShapeStyle(false, width.Value.Length == 0 ? 1 : Number(width, 0, WidestLine, "width of a line"), null,
                LegendText.Empty),
            _ when lastShape is null => throw new GraphLanguageException(fields.At, "Found STACK; expected a LINE or AREA before it."),
            _ => new ShapeStyle(lastShape.IsArea, lastShape.Width, null, LegendText.Empty) { IsStacked = true },
        };
        style = style with { Colour = colours.Length > 0 ? colours[0] : null, SecondColour = colours.Length > 1 ? colours[1] : null };
        style = Settings(fields, style);
        lastShape = style;
        return new ShapeStatement(fields.At, style, operand);
    }

    /// <summary>The legend, which is the first field that is no setting, and the settings.</summary>
    private static ShapeStyle Settings(Fields fields, ShapeStyle style)
    {
        var legend = false;
        while (!fields.AtEnd)
        {
            var field = fields.Next("a setting");
            var (key, value) = KeyOf(field);
            style = key switch
            {
                "STACK" => style with { IsStacked = true },
                "skipscale" => style with { SkipsScale = true },
                "dashes" or "dash-offset" => style with { Dashes = Dashes(style.Dashes, key, value) },
                "gradheight" when style.IsArea => style with { GradientHeight = Number(value, -4000, 4000, "height of a gradient") },
                _ when legend => throw new GraphLanguageException(field.At,
                    $"Found \"{field.Value}\"; expected STACK, skipscale, dashes, dash-offset{(style.IsArea ? ", gradheight" : "")} or the end."),
                "legend" => style with { Legend = Legend(value) },
                _ => style with { Legend = Legend(field) },
            };
            legend = legend || key is "legend" or "";
            if (style.Colour is null && style.Legend.Text.Length > 0)
                throw new GraphLanguageException(field.At,
                    $"Found the legend \"{field.Value}\" of a shape without colour; expected a colour, or no legend.");
        }
        return style;
    }

    /// <summary>The key of a setting and its value; an empty key for anything else.</summary>
    private static (string Key, Located<string> Value) KeyOf(Located<string> field)
    {
        if (field.Value is "STACK" or "skipscale" or "dashes")
            return (field.Value, new Located<string>("", field.At.Plus(field.Value.Length)));
        foreach (var key in (string[])["legend", "dashes", "dash-offset", "gradheight"])
            if (field.Value.StartsWith(key + '=', StringComparison.Ordinal))
                return (key, new Located<string>(field.Value[(key.Length + 1)..], field.At.Plus(key.Length + 1)));
        return ("", field);
    }

    private static DashPattern Dashes(DashPattern? pattern, string key, Located<string> value)
    {
        pattern ??= new DashPattern([5, 5], 0);
        if (key == "dash-offset")
            return pattern with { Offset = Number(value, -4000, 4000, "offset of dashes") };
        if (value.Value.Length == 0)
            return pattern;
        var lengths = Grammar.Lengths.Read(value);
        if (lengths.Length == 1)
            lengths = [lengths[0], lengths[0]];
        return lengths.Length % 2 == 0 && lengths.Length <= 16 && lengths.All(l => l is > 0 and <= 4000)
            ? pattern with { Lengths = lengths }
            : throw new GraphLanguageException(value.At,
                $"Found the dashes \"{value.Value}\"; expected 1 or an even number of lengths above 0.");
    }

    private TickStatement Tick(Fields fields)
    {
        var (operand, colours) = Value(fields, numbersAllowed: false, seriesAllowed: true, colours: 1);
        NeedColour(fields, colours);
        var fraction = 0.1;
        if (fields.Peek() is { Length: > 0 } next && Grammar.Number.End().TryParse(next).WasSuccessful)
            fraction = Number(fields.Next("a fraction"), -1, 1, "length of a tick");
        var legend = fields.AtEnd ? LegendText.Empty : Legend(fields.Next("a legend"));
        return new TickStatement(fields.At, operand.Variable!, colours[0], fraction, legend);
    }

    private RuleStatement Rule(Fields fields)
    {
        var (operand, colours) = Value(fields, numbersAllowed: true, seriesAllowed: false, colours: 1);
        NeedColour(fields, colours);
        var style = Settings(fields, new ShapeStyle(false, 1, colours[0], LegendText.Empty));
        return new RuleStatement(fields.At, fields.Keyword == "VRULE", operand, colours[0], style.Legend, style.Dashes);
    }

    private static void NeedColour(Fields fields, ImmutableArray<Rgba> colours)
    {
        if (colours.IsEmpty)
            throw new GraphLanguageException(fields.At, $"Found no colour in {fields.Keyword}; expected # and a colour behind its value.");
    }

    /// <summary>A variable or a number, with colours.</summary>
    private (Operand Operand, ImmutableArray<Rgba> Colours) Value(Fields fields, bool numbersAllowed, bool seriesAllowed, int colours)
    {
        var field = fields.Next("a value");
        var (name, found) = Grammar.Coloured.Read(field);
        if (found.Length > colours)
            throw new GraphLanguageException(field.At.Plus(field.Value.LastIndexOf('#')),
                $"Found {found.Length} colours; {fields.Keyword} takes at most {colours}.");
        if (!variables.Has(name.Value) && numbersAllowed
            && Grammar.Number.End().TryParse(name.Value) is { WasSuccessful: true, Value: var number })
            return (new Operand(null, number), found);
        var expected = (seriesAllowed, numbersAllowed) switch
        {
            (true, true) => "number or variable",
            (true, false) => "DEF or CDEF",
            _ => "number or VDEF",
        };
        var kind = variables.Find(name.Value, name.At, expected);
        if (kind == VariableKind.Series ? !seriesAllowed : !numbersAllowed)
            throw new GraphLanguageException(name.At,
                $"Found \"{name.Value}\", a {(kind == VariableKind.Series ? "series" : "VDEF")}; expected a {expected}.");
        return (new Operand(name.Value, 0), found);
    }
}
