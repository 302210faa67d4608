using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Services;

/// <summary>Checks the configuration of a service and restarts it: <see cref="DoneAnswer"/>. What is run for it the guard knows from its own configuration.</summary>
/// <param name="Service">Name of the <c>[service.NAME]</c>.</param>
public sealed record RestartRequest(string Service) : GuardRequest
{
    /// <inheritdoc/>
    internal override TimeSpan Patience => MailRequest.Limit + TimeSpan.FromSeconds(10);
}
