using System.Collections.Immutable;
using Metrics.Grapher;

namespace Metrics.Web.Configuration;

/// <summary>Levels of a graph: numbers, or tables with <c>value</c>, <c>label</c> and <c>level</c>.</summary>
internal static class GraphThresholdType
{
    private const string Levels = "reference, warning or critical";

    /// <summary>A list of levels; one alone needs no brackets.</summary>
    public static ConfigType<ImmutableArray<GraphThreshold>> Type { get; } = new("list of levels",
        $"levels such as [80, {{ value = 95, label = \"full\", level = \"critical\" }}], where level is {Levels}", Read, _ => "");

    private static bool Read(ConfigValue value, out ImmutableArray<GraphThreshold> result, ICollection<ConfigValue> culprits)
    {
        var levels = ImmutableArray.CreateBuilder<GraphThreshold>();
        ImmutableArray<ConfigValue> items = value.Items.IsDefault ? [value] : value.Items;
        foreach (var item in items)
            if (Level(item, out var culprit) is { } level)
                levels.Add(level);
            else
                culprits.Add(culprit);
        result = levels.ToImmutable();
        return levels.Count == items.Length;
    }

    private static GraphThreshold? Level(ConfigValue item, out ConfigValue culprit)
    {
        culprit = item;
        if (item.Number is { } alone && double.IsFinite(alone))
            return new(alone, "", ThresholdLevel.Reference);
        if (item.Fields.IsDefault)
            return null;
        var level = new GraphThreshold(double.NaN, "", ThresholdLevel.Reference);
        foreach (var field in item.Fields)
        {
            culprit = ConfigValue.Of(field.Place, $"{field.Name} = {field.Value.Found}");
            var changed = (field.Name, field.Value) switch
            {
                ("value", { Number: { } number }) when double.IsFinite(number) => level with { Value = number },
                ("label", { Text: { } text }) => level with { Label = text },
                ("level", { Text: { } text }) when Find(text) is { } kind => level with { Level = kind },
                _ => null,
            };
            if (changed is null)
                return null;
            level = changed;
        }
        culprit = item;
        return double.IsNaN(level.Value) ? null : level;
    }

    private static ThresholdLevel? Find(string text) => text switch
    {
        "reference" => ThresholdLevel.Reference,
        "warning" => ThresholdLevel.Warning,
        "critical" => ThresholdLevel.Critical,
        _ => null,
    };
}
