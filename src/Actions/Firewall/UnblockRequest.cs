using Metrics.Actions.Guard;

namespace Metrics.Actions.Firewall;

/// <summary>Ends blocks: <see cref="BlockAnswer"/>, in which those that end have no seconds and those that were none a refusal.</summary>
/// <param name="Addresses">What is blocked, at most <see cref="BlockRequest.Most"/>.</param>
public sealed record UnblockRequest(IReadOnlyList<string> Addresses) : GuardRequest;
