using System.Collections.Immutable;
using Metrics.Actions.Hold;
using Metrics.Actions.Mail;
using Metrics.Actions.Rules;
using Metrics.RrdStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Services;

/// <summary>Looks after services: asks for the restart of what hangs, until it gives up and tells, and does the restarts that were asked for, one in a window.</summary>
/// <param name="services">The services.</param>
/// <param name="store">Where the values are.</param>
/// <param name="table">The restarts.</param>
/// <param name="restart">Restarts a service; gives what came of it.</param>
/// <param name="messenger">Tells that a watchdog gives up.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes what was done.</param>
public sealed partial class ServiceWatch(
    ImmutableArray<ServiceOptions> services, RoundRobinStore store, RestartTable table, Func<string, CancellationToken, Task<string>> restart, HoldMessenger messenger, TimeProvider time,
    ILogger<ServiceWatch> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private const int LooksPerWatch = 10;

    /// <summary>Asks for restarts of what hangs.</summary>
    internal void Watch()
    {
        var watched = services.Where(one => one.When is not null).ToList();
        if (watched.Count == 0)
            return;
        var now = time.GetUtcNow();
        var data = new RuleData(store);
        data.At(now.ToUnixTimeSeconds());
        var binder = new RuleBinder(data, store.List());
        foreach (var service in watched)
        {
            if (binder.Bind(new Rule(service.Name) { Critical = service.When, Optional = true }).All(instance => instance.Look(data, isOpen: false).Level != RuleLevel.Critical))
                continue;
            var done = table.Watched(service.Name, now - service.Within);
            if (done.Count >= service.Most)
                GiveUp(service, done[0]);
            else
                table.Ask(service.Name, "", service.When!.Text);
        }
    }

    /// <summary>Does the restarts that may be done now.</summary>
    internal async Task RestartAsync(CancellationToken cancel)
    {
        foreach (var service in services)
            if (table.Take(service.Name, service.Window) is { } id)
            {
                var answer = await restart(service.Name, cancel).ConfigureAwait(false);
                table.Finish(id, answer);
                LogRestart(service.Name, answer);
            }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var look = 0; !services.IsEmpty && !stoppingToken.IsCancellationRequested; look++)
        {
            try
            {
                if (look % LooksPerWatch == 0)
                    Watch();
                await RestartAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Once for each last restart: the key of the message says so.
    private void GiveUp(ServiceOptions service, DateTimeOffset last) => messenger.Tell(
        $"watchdog/{service.Name}/{last.ToUnixTimeMilliseconds()}",
        new MailContent($"{service.Name} still hangs ({messenger.Server})",
            [new MailSection("", [$"It was restarted {service.Most} times and hangs all the same: {service.When!.Text}. It is not restarted any more; somebody must look after it."])], messenger.Link));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Restart of {Service}: {Answer}")]
    private partial void LogRestart(string service, string answer);

    [LoggerMessage(Level = LogLevel.Error, Message = "The services could not be looked after; it is tried again.")]
    private partial void LogFailed(Exception failure);
}
