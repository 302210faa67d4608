namespace Metrics.Web.Configuration;

/// <summary>One thing that is wrong in the configuration.</summary>
/// <param name="Place">Where.</param>
/// <param name="Message">What is wrong, what was expected and, for a name, the nearest valid one.</param>
internal sealed record ConfigFault(ConfigPlace Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}";
}
