namespace Metrics.Web.Configuration;

/// <summary>A key of sections such as <c>[graph.NAME]</c>: what reading, messages and the documentation say about it.</summary>
/// <typeparam name="T">What a section makes.</typeparam>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">What kind of value it takes.</param>
/// <param name="Default">Its default in words.</param>
/// <param name="Limits">What values are possible.</param>
/// <param name="Description">What it does.</param>
internal abstract record TableKey<T>(string Name, string TypeName, string Default, string Limits, string Description)
{
    /// <summary>Takes a value.</summary>
    /// <returns>What is wrong with it; nothing when it is right.</returns>
    public abstract IEnumerable<ConfigFault> Apply(ConfigValue value, TableDraft<T> draft);

    /// <summary>Its row in docs/config.md.</summary>
    public string Row => $"| `{Name}` | {TypeName} | {Default} | {Limits} | {Description} |";
}

/// <summary>A key of a known type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What kind of value it takes.</param>
/// <param name="Default">Its default in words.</param>
/// <param name="Limits">What values are possible.</param>
/// <param name="Description">What it does.</param>
/// <param name="Set">Takes it into what the section makes.</param>
internal sealed record TableKey<T, TValue>(
    string Name, ConfigType<TValue> Type, string Default, string Limits, string Description, Func<T, TValue, T> Set)
    : TableKey<T>(Name, Type.Name, Default, Limits, Description)
{
    /// <summary>Says what is wrong with a value that is of the right type, or gives null.</summary>
    public Func<TValue, string?> Check { get; init; } = _ => null;

    /// <inheritdoc/>
    public override IEnumerable<ConfigFault> Apply(ConfigValue value, TableDraft<T> draft)
    {
        var faults = Type.Take($"{draft.Path}.{Name}", value, Check, out var result);
        if (faults.Count == 0)
            draft.Value = Set(draft.Value, result);
        return faults;
    }
}
