using Metrics.Actions.Firewall.Netfilter;
using Metrics.Actions.Guard;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.Firewall;

/// <summary>The firewall within the guard: brings back what was blocked, keeps it so, and answers the verbs.</summary>
/// <remarks>When the guard ends, the kernel goes on with what it has: blocks end at their time.</remarks>
public sealed partial class FirewallService(FirewallOptions options, GuardOptions guard, TimeProvider time, ILogger<FirewallService> log) : BackgroundService
{
    /// <summary>How often lists and what is never blocked are looked at.</summary>
    private const int RefreshSeconds = 10;

    /// <summary>How often names are asked for: before the network is there they are not found.</summary>
    private static readonly TimeSpan ResolveInterval = TimeSpan.FromMinutes(5), ResolveRetry = TimeSpan.FromSeconds(10);

    private static readonly int RetriesInInterval = (int)(ResolveInterval / ResolveRetry);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private WantedFirewall? firewall;

    /// <summary>Adds the verbs of the firewall.</summary>
    public GuardVerbs AddTo(GuardVerbs verbs) => verbs
        .Add<BlockRequest>(Limit, (request, _, _) => Do(firewall => firewall.Block(Bounded(request.Blocks))))
        .Add<UnblockRequest>(Limit, (request, _, _) => Do(firewall => firewall.Unblock(Bounded(request.Addresses))))
        .Add<BlocksRequest>(Limit, (request, _, _) => Do(firewall => firewall.Page(request.Before, Math.Clamp(request.Most, 1, BlockRequest.Most))))
        .Add<FirewallRequest>(Limit, (_, _, _) => Do(firewall => firewall.State()))
        .Add<AdministratorRequest>(Limit, (request, _, _) => Do(firewall => firewall.AddAdministrator(Administrator(request.Address))))
        .Add<PanicRequest>(Limit, (request, _, _) => Do(firewall => request.Step switch
        {
            PanicStep.On => firewall.BeginPanic(
                TimeSpan.FromSeconds(Math.Clamp(request.Seconds, 0, (long)TimeSpan.FromDays(1_000).TotalSeconds)), request.Administrator.Length > 0 ? Administrator(request.Administrator) : null),
            PanicStep.Confirm => firewall.ConfirmPanic(),
            PanicStep.Off => firewall.EndPanic(),
            _ => throw new GuardRefusedException("There is no such step of a panic."),
        }));

    // One person is at one address: a network of them would void every block.
    private static Prefix Administrator(string text) => BlockRules.Read(text) is var address && (address.IsAddress || (address.IsV6 && address.Bits == Prefix.CustomerBitsV6))
        ? address
        : throw new GuardRefusedException($"{address} is a network; an administrator has one address.");

    /// <summary>Goes on with other options: who is never blocked, lists, limits. Blocks that are there stay as they are.</summary>
    /// <returns>Whether that is possible; whether there is a firewall at all holds from the start on.</returns>
    public bool Use(FirewallOptions next)
    {
        if (next.Enabled != options.Enabled)
            return false;
        firewall?.Use(next);
        return true;
    }

    /// <summary>Brings back what was blocked, in one transaction.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var kernel = new NftKernel(FirewallTable.Name);
        if (options.Enabled)
        {
            var clock = MachineClock.OfThisMachine(time);
            firewall = new WantedFirewall(options, clock, new NeverBlocked(options, clock, MachineAddresses.Now), new FirewallDatabase(guard.State, clock), kernel, log);
            firewall.Start();
            await base.StartAsync(cancellationToken);
            return;
        }
        using (kernel)
        {
            try
            {
                kernel.Commit(kernel.Begin().RemoveTable());
            }
            catch (IOException e)
            {
                // A kernel without nf_tables has no table of ours either.
                LogNotRemoved(e.Message);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        firewall?.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(KeepAsync(stoppingToken), ResolveAsync(stoppingToken));

    private async Task KeepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        for (var second = 0; ; second++)
        {
            try
            {
                if (second % RefreshSeconds == 0)
                    firewall!.Refresh();
                firewall!.Compare();
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
            await timer.WaitForNextTickAsync(stoppingToken);
        }
    }

    // A name server that does not answer keeps nothing else waiting.
    private async Task ResolveAsync(CancellationToken stoppingToken)
    {
        for (var look = 0; ; look++)
        {
            if (look % RetriesInInterval == 0 || !firewall!.Never.IsResolved)
                await firewall!.Never.ResolveAsync(stoppingToken);
            await Task.Delay(ResolveRetry, time, stoppingToken);
        }
    }

    private Task<GuardAnswer> Do(Func<WantedFirewall, GuardAnswer> work) =>
        Task.FromResult(work(firewall ?? throw new GuardRefusedException("There is no firewall: firewall.enabled is false.")));

    private static IReadOnlyList<T> Bounded<T>(IReadOnlyList<T> orders) where T : class
    {
        if (orders.Count is 0 or > BlockRequest.Most)
            throw new GuardRefusedException($"A request has 1 to {BlockRequest.Most} addresses; found {orders.Count}.");
        // What reads requests refuses null everywhere but in lists.
        return orders.Contains(null) ? throw new GuardRefusedException("One of the addresses is null.") : orders;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "firewall.enabled is false, and what was in the kernel could not be removed: {Reason}")]
    private partial void LogNotRemoved(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The firewall could not be looked after; it is tried again in a second.")]
    private partial void LogFailed(Exception error);
}
