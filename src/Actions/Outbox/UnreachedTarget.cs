namespace Metrics.Actions.Outbox;

/// <summary>Somebody whom the last message did not reach.</summary>
/// <param name="Way">The way it went.</param>
/// <param name="Target">Whom it was for, in the words of the way.</param>
/// <param name="IsRefused">Whether the other side refused it for good; otherwise it was tried until it was too old.</param>
/// <param name="Answer">What the other side said, or why nothing was said.</param>
/// <param name="At">When it was given up.</param>
public sealed record UnreachedTarget(string Way, string Target, bool IsRefused, string Answer, DateTimeOffset At)
{
    /// <summary>How many pages name.</summary>
    public const int MostShown = 20;

    /// <summary>How long somebody whom nothing was sent to since is spoken of.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    /// <summary>All of it but the time, as the begin of a sentence.</summary>
    public string Text => $"{Target} was not reached by {Way}: {(IsRefused ? "refused" : "nobody took it in time")}, \u201C{Answer}\u201D";
}
