namespace Metrics.Web.Configuration;

/// <summary>A name and its value in a table in braces.</summary>
/// <param name="Place">Where the name stands.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
internal sealed record ConfigField(ConfigPlace Place, string Name, ConfigValue Value);
