namespace Metrics.Actions.Hold;

/// <summary>When mail is held, as it is now: reading the configuration again replaces all of it at once.</summary>
/// <param name="options">What it is at first.</param>
public sealed class HoldSettings(HoldOptions options)
{
    private volatile HoldOptions current = options;

    /// <summary>What it is now. Who needs several of them takes it once.</summary>
    public HoldOptions Current => current;

    /// <summary>Takes others.</summary>
    public void Use(HoldOptions others) => current = others;
}
