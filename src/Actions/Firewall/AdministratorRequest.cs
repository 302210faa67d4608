using Metrics.Actions.Guard;

namespace Metrics.Actions.Firewall;

/// <summary>Says from where an administrator works at present, who is then not blocked for an hour: <see cref="DoneAnswer"/>.</summary>
/// <param name="Address">The address.</param>
public sealed record AdministratorRequest(string Address) : GuardRequest;
