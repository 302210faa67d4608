using Metrics.Actions.Guard;

namespace Metrics.Actions.Firewall;

/// <summary>Begins, confirms or ends the panic, in which nothing gets in but what is never blocked: <see cref="DoneAnswer"/>.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Seconds">How long it lasts, when it begins.</param>
/// <param name="Administrator">The address of who asks, who gets in too; empty: somebody at the machine.</param>
public sealed record PanicRequest(PanicStep Step, long Seconds = 0, string Administrator = "") : GuardRequest;

/// <summary>A step of a panic.</summary>
public enum PanicStep
{
    /// <summary>Begins it, for a minute at first.</summary>
    On,

    /// <summary>Says that the administrator still gets in; it goes on.</summary>
    Confirm,

    /// <summary>Ends it.</summary>
    Off,
}
