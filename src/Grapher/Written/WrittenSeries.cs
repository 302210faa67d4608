using System.Collections.Immutable;
using Metrics.Grapher.Language;
using Metrics.Grapher.Language.Syntax;
using Metrics.RrdStore;

namespace Metrics.Grapher.Written;

/// <summary>The series that the LINEs and AREAs of a text are drawn as. A LINE along the edge of its own AREA is one with it: our areas
/// have a line already.</summary>
internal static class WrittenSeries
{
    /// <summary>The series, in drawing order.</summary>
    public static ImmutableArray<GraphSeries> Of(GraphProgram program) => [.. PerShape(program, new NearestColour()).OfType<GraphSeries>()];

    /// <summary>The series of each shape of a text; null for shapes without colour and for edges of areas.</summary>
    /// <param name="program">The text.</param>
    /// <param name="colours">Takes the colours.</param>
    public static GraphSeries?[] PerShape(GraphProgram program, NearestColour colours)
    {
        var shapes = program.Statements.OfType<ShapeStatement>().ToArray();
        var result = new GraphSeries?[shapes.Length];
        var areas = new Dictionary<(string, bool), int>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < shapes.Length; i++)
        {
            var (style, variable) = (shapes[i].Style, shapes[i].Operand.Variable);
            if (style.Colour is not { } colour)
                continue;
            if (!style.IsArea && variable is not null && areas.TryGetValue((variable, style.IsStacked), out var area))
            {
                colours.Bind(colour, result[area]!.Colour);
                result[area] = Edged(result[area]!, style, variable);
                continue;
            }
            var name = variable ?? (style.IsArea ? "area" : "line");
            var isLayer = style.IsArea
                && (style.IsStacked || i + 1 < shapes.Length && shapes[i + 1].Style is { IsArea: true, IsStacked: true });
            var shape = isLayer ? SeriesShape.Stack : style.IsArea ? SeriesShape.Area : SeriesShape.Line;
            result[i] = new GraphSeries(SeriesName.Parse(Distinct(name, names)), Label(style, name), colours.Of(colour), shape)
            {
                LineWidth = style.IsArea ? null : style.Width,
                Dashes = style.Dashes,
                SkipsScale = style.SkipsScale,
            };
            if (style.IsArea && variable is not null)
                areas.TryAdd((variable, style.IsStacked), i);
        }
        return result;
    }

    private static GraphSeries Edged(GraphSeries area, ShapeStyle edge, string variable) =>
        area.Label == variable ? area with { Label = Label(edge, variable), Dashes = edge.Dashes } : area with { Dashes = edge.Dashes };

    private static string Label(ShapeStyle style, string name) =>
        style.Legend.Text.Trim().TrimEnd(':').TrimEnd() is { Length: > 0 } text ? text : name;

    private static string Distinct(string name, HashSet<string> names)
    {
        for (var (distinct, number) = (name, 2); ; distinct = $"{name}-{number++}")
            if (names.Add(distinct))
                return distinct;
    }
}
