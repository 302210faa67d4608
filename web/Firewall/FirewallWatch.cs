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

    /// <summary>How long the guard keeps what it is told.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

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
                var state = await guard.AskAsync<FirewallAnswer>(new FirewallRequest(), stopping);
                // Another guard than before, or one that was gone, may have forgotten who was where.
                if (state.Started != Last?.Started)
                    foreach (var address in told.Where(one => time.GetElapsedTime(one.Value) < Kept).Select(one => one.Key))
                        await TellAsync(address, stopping);
                Last = state;
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
                await TellAsync(address, stopping);
            }
            catch (GuardAbsentException)
            {
                // It is told when the guard is there again, or with the next request.
                told[address] = time.GetTimestamp() - (long)(ToldFor.TotalSeconds * time.TimestampFrequency);
            }
        }
    }

    private async Task TellAsync(IPAddress address, CancellationToken stopping)
    {
        try
        {
            await guard.AskAsync<DoneAnswer>(new AdministratorRequest(address.ToString()), stopping);
        }
        catch (GuardRefusedException)
        {
            // It has no firewall, and blocks nobody.
        }
    }
}
