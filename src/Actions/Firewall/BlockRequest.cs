using Metrics.Actions.Guard;

namespace Metrics.Actions.Firewall;

/// <summary>Blocks addresses, all in one transaction: <see cref="BlockAnswer"/>. One that must not be blocked stops none of the others.</summary>
/// <param name="Blocks">What to block, at most <see cref="Most"/>.</param>
public sealed record BlockRequest(IReadOnlyList<BlockOrder> Blocks) : GuardRequest
{
    /// <summary>Addresses in one request.</summary>
    public const int Most = 1_000;
}

/// <summary>An address to block.</summary>
/// <param name="Address">An address, or a network such as <c>192.0.2.0/24</c>. An IPv6 address stands for its /64.</param>
/// <param name="Seconds">For how long; 0: as long as the configuration says.</param>
/// <param name="Why">Why, for people; at most <see cref="LongestWhy"/> characters.</param>
/// <param name="Grows">It misbehaved: the time grows with each time that it was blocked so before, and one that is blocked already stays as it
/// is. Otherwise a person wants it, and the time is the one given.</param>
public sealed record BlockOrder(string Address, long Seconds, string Why, bool Grows)
{
    /// <summary>Characters of a reason.</summary>
    public const int LongestWhy = 200;
}

/// <summary>What became of each order, in the same order.</summary>
public sealed record BlockAnswer(IReadOnlyList<BlockOutcome> Outcomes) : GuardAnswer;

/// <summary>What became of an order.</summary>
/// <param name="Address">What is blocked: for an IPv6 address, its /64. As it was ordered, when it is none.</param>
/// <param name="Refusal">Why it is not blocked, as a sentence; empty when it is.</param>
/// <param name="Seconds">How long the block lasts from now on; 0 when there is none.</param>
/// <param name="IsNew">Whether it was not blocked before.</param>
public sealed record BlockOutcome(string Address, string Refusal, long Seconds, bool IsNew);
