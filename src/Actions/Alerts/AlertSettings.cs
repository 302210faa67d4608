namespace Metrics.Actions.Alerts;

/// <summary>What is looked at, who is told, and the ways to them, as they are now: reading the configuration again replaces all of it at once.</summary>
/// <param name="options">What they are at first.</param>
public sealed class AlertSettings(AlertOptions options)
{
    private volatile AlertOptions current = options;

    /// <summary>What they are now. Who needs several of them takes it once.</summary>
    public AlertOptions Current => current;

    /// <summary>Takes others.</summary>
    public void Use(AlertOptions others) => current = others;
}
