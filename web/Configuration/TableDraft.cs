namespace Metrics.Web.Configuration;

/// <summary>A section such as <c>[graph.NAME]</c> while it is read.</summary>
/// <param name="path">Kind and name: <c>graph.NAME</c>.</param>
/// <param name="value">What it makes, with nothing but its name.</param>
/// <param name="place">Where the section begins.</param>
internal sealed class TableDraft<T>(string path, T value, ConfigPlace place)
{
    /// <summary>Kind and name, for messages.</summary>
    public string Path { get; } = ConfigValue.Printable(path);

    /// <summary>What it makes so far.</summary>
    public T Value { get; set; } = value;

    /// <summary>Where the section begins.</summary>
    public ConfigPlace Place => place;

    /// <summary>Where each key stands that was written, right or wrong.</summary>
    public Dictionary<string, ConfigPlace> Keys { get; } = [];
}
