using Metrics.Grapher;

namespace Metrics.Web.Configuration;

/// <summary>A key of the sections <c>[graph.NAME]</c>: what reading, messages and the documentation say about it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">What kind of value it takes.</param>
/// <param name="Default">Its default in words.</param>
/// <param name="Limits">What values are possible.</param>
/// <param name="Description">What it does.</param>
internal abstract record GraphKey(string Name, string TypeName, string Default, string Limits, string Description)
{
    /// <summary>Takes a value.</summary>
    /// <returns>What is wrong with it; nothing when it is right.</returns>
    public abstract IEnumerable<ConfigFault> Apply(ConfigValue value, GraphDraft draft);
}

/// <summary>A key of a known type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What kind of value it takes.</param>
/// <param name="Default">Its default in words.</param>
/// <param name="Limits">What values are possible.</param>
/// <param name="Description">What it does.</param>
/// <param name="Set">Takes it into the graph.</param>
internal sealed record GraphKey<T>(
    string Name, ConfigType<T> Type, string Default, string Limits, string Description, Func<GraphTemplate, T, GraphTemplate> Set)
    : GraphKey(Name, Type.Name, Default, Limits, Description)
{
    /// <summary>Says what is wrong with a value that is of the right type, or gives null.</summary>
    public Func<T, string?> Check { get; init; } = _ => null;

    /// <inheritdoc/>
    public override IEnumerable<ConfigFault> Apply(ConfigValue value, GraphDraft draft)
    {
        var path = $"graph.{ConfigValue.Printable(draft.Template.Name)}.{Name}";
        if (!Type.Read(value, out var result, out var culprit))
            return [new ConfigFault(culprit.Place, $"{path} takes {Type.Expected}; found {culprit.Found}.")];
        if (Check(result) is { } problem)
            return [new ConfigFault(value.Place, $"{path} {problem}")];
        draft.Template = Set(draft.Template, result);
        return [];
    }
}
