using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Collector;
using Microsoft.Extensions.Options;

namespace Metrics.Web.Firewall;

/// <summary>Asks the guard once a step how the firewall is, and tells it from where administrators work. Without a guard it does nothing.</summary>
internal sealed class FirewallWatch(GuardClient guard, IOptions<CollectorOptions> collector, TimeProvider time) : BackgroundService
{
    private const int MostRemembered = 1_000;

    private static readonly TimeSpan ToldFor = TimeSpan.FromMinutes(10);

    // Requests tell of their addresses and never wait.
    private readonly Channel<IPAddress> administrators = Channel.CreateBounded<IPAddress>(64);
    private readonly ConcurrentDictionary<IPAddress, long> told = new();

    /// <summary>How the firewall is; null while there is no guard.</summary>
    public FirewallAnswer? Last { get; private set; }

    /// <summary>An administrator has made a request from an address.</summary>
    public void Saw(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || (told.TryGetValue(address, out var at) && time.GetElapsedTime(at) < ToldFor))
            return;
        if (told.Count >= MostRemembered)
            told.Clear();
        if (administrators.Writer.TryWrite(address))
            told[address] = time.GetTimestamp();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(AskAsync(stoppingToken), TellAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It ends; so does a start that failed.
        }
    }

    private async Task AskAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(collector.Value.Step, time);
        do
        {
            try
            {
                Last = await guard.AskAsync<FirewallAnswer>(new FirewallRequest(), stopping);
            }
            catch (Exception e) when (e is GuardAbsentException or GuardRefusedException)
            {
                Last = null;
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        await foreach (var address in administrators.Reader.ReadAllAsync(stopping))
        {
            try
            {
                await guard.AskAsync<DoneAnswer>(new AdministratorRequest(address.ToString()), stopping);
            }
            catch (Exception e) when (e is GuardAbsentException or GuardRefusedException)
            {
                // It is told with the next request, when the guard may be there.
                told.TryRemove(address, out _);
            }
        }
    }
}
