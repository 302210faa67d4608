namespace Metrics.Web.Configuration;

/// <summary>One setting: everything that reading, messages, <c>config show</c> and the documentation say about it.</summary>
/// <param name="Section">The table it stands in.</param>
/// <param name="Name">Its name in the table.</param>
/// <param name="TypeName">What kind of value it takes.</param>
/// <param name="Description">What it does, as one sentence or two.</param>
internal abstract record ConfigKey(string Section, string Name, string TypeName, string Description)
{
    /// <summary>Section and name: <c>server.listen</c>.</summary>
    public string Path => $"{Section}.{Name}";

    /// <summary>What values are possible, for people.</summary>
    public string Limits { get; init; } = "";

    /// <summary>The default in words, where it depends on the machine; otherwise the default is the value of untouched settings.</summary>
    public string? DefaultInWords { get; init; }

    /// <summary>The default as the documentation gives it.</summary>
    public string Default => DefaultInWords ?? $"`{Show(new MetricsSettings())}`";

    /// <summary>Takes a value into the settings.</summary>
    /// <returns>What is wrong with it; nothing when it is right.</returns>
    public abstract IReadOnlyList<ConfigFault> Apply(ConfigValue value, MetricsSettings settings);

    /// <summary>The value in the settings, in TOML.</summary>
    public abstract string Show(MetricsSettings settings);
}

/// <summary>A setting of a known type.</summary>
internal sealed record ConfigKey<T>(
    string Section, string Name, ConfigType<T> Type, string Description, Func<MetricsSettings, T> Get, Action<MetricsSettings, T> Set)
    : ConfigKey(Section, Name, Type.Name, Description)
{
    /// <summary>Says what is wrong with a value that is of the right type, or gives null.</summary>
    public Func<T, string?> Check { get; init; } = _ => null;

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigFault> Apply(ConfigValue value, MetricsSettings settings)
    {
        var faults = Type.Take(Path, value, Check, out var result);
        if (faults.Count == 0)
            Set(settings, result);
        return faults;
    }

    /// <inheritdoc/>
    public override string Show(MetricsSettings settings) => Type.Write(Get(settings));
}
