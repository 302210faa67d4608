using System.Collections.Immutable;
using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;

namespace Metrics.Actions.Services;

/// <summary>Restarts services within the guard.</summary>
/// <param name="services">The services.</param>
/// <param name="programs">Runs their programs.</param>
/// <param name="mailServer">Restarts a mail server, unless it is stopped on purpose.</param>
internal sealed class ServiceRestarter(ImmutableArray<ServiceOptions> services, IPrograms programs, Func<string, CancellationToken, Task> mailServer)
{
    /// <summary>Restarts one, if its configuration is right.</summary>
    /// <exception cref="GuardRefusedException">There is none of the name, its configuration is wrong, or it does not start.</exception>
    public async Task<GuardAnswer> RestartAsync(string name, CancellationToken cancel)
    {
        var service = services.FirstOrDefault(one => one.Name == name) ?? throw new GuardRefusedException($"There is no [service.{name}] in the guard's configuration.");
        try
        {
            if (!service.Test.IsEmpty)
                await programs.RequireAsync(service.Test, cancel).ConfigureAwait(false);
            if (service.MailServer.Length > 0)
                await mailServer(service.MailServer, cancel).ConfigureAwait(false);
            else
                await programs.RequireAsync(service.Unit.Length > 0 ? ["systemctl", "--quiet", "restart", service.Unit] : service.RestartCommand, cancel).ConfigureAwait(false);
            return new DoneAnswer($"{name} is restarted.");
        }
        catch (IOException e)
        {
            throw new GuardRefusedException($"{name} is not restarted: {e.Message}", e);
        }
    }
}
