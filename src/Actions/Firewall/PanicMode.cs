namespace Metrics.Actions.Firewall;

/// <summary>The state in which only what is never blocked gets in.</summary>
/// <param name="Administrator">Who asked for it and gets in too; null: somebody at the machine itself.</param>
/// <param name="Deadline">When it ends, in milliseconds since the machine's start.</param>
/// <param name="IsConfirmed">Whether the administrator still got in, and said so.</param>
/// <param name="ConfirmBy">Until when that must be, in milliseconds since the machine's start.</param>
internal sealed record PanicMode(Prefix? Administrator, long Deadline, bool IsConfirmed, long ConfirmBy)
{
    /// <summary>How long it lasts without being confirmed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The longest it lasts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>When it ends as things are.</summary>
    public long Ends => IsConfirmed ? Deadline : Math.Min(Deadline, ConfirmBy);
}
