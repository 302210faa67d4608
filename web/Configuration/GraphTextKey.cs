using Metrics.Grapher;
using Metrics.Grapher.Language;

namespace Metrics.Web.Configuration;

/// <summary>The key <c>rrdgraph</c>: a text in a language of its own, whose mistakes are told with their places in the file.</summary>
internal sealed record GraphTextKey() : TableKey<GraphTemplate>(
    "rrdgraph", "text", "none", "the language of docs/graph.md, in `'''`",
    "The graph as lines of the rrdgraph language, instead of series, kind, min and max. In `'''` its backslashes stay what they are.")
{
    /// <inheritdoc/>
    public override IEnumerable<ConfigFault> Apply(ConfigValue value, TableDraft<GraphTemplate> draft)
    {
        if (value.Text is not { } text)
            return [new ConfigFault(value.Place, $"{draft.Path}.rrdgraph takes lines of the rrdgraph language in '''; found {value.Found}.")];
        try
        {
            draft.Value = draft.Value with { Program = GraphProgram.Parse(text) };
            return [];
        }
        catch (GraphLanguageException e)
        {
            return e.Faults.Select(fault => new ConfigFault(PlaceOf(fault.At, value.TextPlace), ConfigValue.Printable(fault.Problem)));
        }
    }

    private static ConfigPlace PlaceOf(TextPosition at, ConfigPlace start) =>
        start with { Line = start.Line + at.Line - 1, Column = at.Line == 1 ? start.Column + at.Column - 1 : at.Column };
}
