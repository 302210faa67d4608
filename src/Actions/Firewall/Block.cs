namespace Metrics.Actions.Firewall;

/// <summary>A block.</summary>
/// <param name="Number">Number of it.</param>
/// <param name="Network">What is blocked.</param>
/// <param name="Since">Since when, by the clock on the wall, for people and for the time after a restart of the machine.</param>
/// <param name="Lasts">How long, from then on.</param>
/// <param name="Deadline">When it ends, in milliseconds of the clock that counts from the machine's start, which nobody can set.</param>
/// <param name="Why">Why.</param>
/// <param name="Times">The how manieth of those that grow.</param>
internal sealed record Block(long Number, Prefix Network, DateTimeOffset Since, TimeSpan Lasts, long Deadline, string Why, int Times);
