using Metrics.Actions.Guard;

namespace Metrics.Actions.Firewall;

/// <summary>What is blocked, the newest first: <see cref="BlocksAnswer"/>.</summary>
/// <param name="Before">Only blocks of smaller numbers: the last one of the page before.</param>
/// <param name="Most">How many, 1 to <see cref="BlockRequest.Most"/>.</param>
public sealed record BlocksRequest(long Before = long.MaxValue, int Most = BlockRequest.Most) : GuardRequest;

/// <summary>What is blocked.</summary>
/// <param name="Blocks">Blocks, the newest first.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record BlocksAnswer(IReadOnlyList<BlockContract> Blocks, int Total) : GuardAnswer;

/// <summary>A block.</summary>
/// <param name="Number">Number of it; a later block has a higher one.</param>
/// <param name="Address">The address or network.</param>
/// <param name="Since">Since when.</param>
/// <param name="SecondsLeft">How long it still lasts.</param>
/// <param name="Why">Why.</param>
/// <param name="Times">The how manieth block of it this is, of those that grow.</param>
public sealed record BlockContract(long Number, string Address, DateTimeOffset Since, long SecondsLeft, string Why, int Times);
