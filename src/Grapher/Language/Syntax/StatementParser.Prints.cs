using Metrics.Grapher.Language.Text;

namespace Metrics.Grapher.Language.Syntax;

/// <content>PRINT and GPRINT: rrdgraph_graph(1).</content>
internal sealed partial class StatementParser
{
    private PrintStatement Print(Fields fields)
    {
        var variable = fields.Next("a variable");
        var isSeries = variables.Find(variable.Value, variable.At, "variable") == VariableKind.Series;
        var function = isSeries ? Function(fields.Next("AVERAGE, MIN, MAX or LAST")) : (RrdStore.ConsolidationFunction?)null;
        var format = fields.Next("a format");
        var suffix = fields.NextOrEmpty();
        var inLegend = fields.Keyword == "GPRINT";
        var text = Fields.Unescape(format.Value);
        if (inLegend)
            _ = Legend(format);
        var value = suffix.Value switch
        {
            "" => new ValueText(PrintFormat.Parse(text, out var fault) ?? throw new GraphLanguageException(format.At, fault!), null, null,
                false),
            "strftime" or "valstrftime" when !isSeries => new ValueText(null, null, text, suffix.Value == "valstrftime"),
            "valstrfduration" when !isSeries =>
                new ValueText(null, DurationFormat.Parse(text, out var fault) ?? throw new GraphLanguageException(format.At, fault!), null,
                false),
            _ => throw new GraphLanguageException(suffix.At,
                $"Found \"{suffix.Value}\"; expected {(isSeries ? "the end" : "strftime, valstrftime or valstrfduration")}."),
        };
        return new PrintStatement(fields.At, inLegend, variable.Value, function, value);
    }
}
