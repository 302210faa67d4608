using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Actions.Tests.Blocking;

/// <summary>The guard's own socket, without a firewall behind it: it remembers what it is asked.</summary>
internal sealed class PretendGuard : IAsyncDisposable
{
    private readonly GuardServer server;

    private PretendGuard(GuardOptions options)
    {
        var verbs = new GuardVerbs(NullLogger<GuardVerbs>.Instance, TimeProvider.System).Add<BlockRequest>(TimeSpan.FromSeconds(5), (request, _, _) => Task.FromResult(Answer(request)));
        server = new GuardServer(options, verbs, TimeProvider.System, NullLogger<GuardServer>.Instance);
    }

    /// <summary>What was asked, in order.</summary>
    public List<BlockOrder> Orders { get; } = [];

    /// <summary>What is blocked.</summary>
    public HashSet<string> Blocked { get; } = [];

    /// <summary>What is refused, and why.</summary>
    public Dictionary<string, string> Refused { get; } = [];

    /// <summary>Starts one.</summary>
    public static async Task<PretendGuard> StartAsync(GuardOptions options)
    {
        var guard = new PretendGuard(options);
        await guard.server.StartAsync(TestContext.Current.CancellationToken);
        return guard;
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(CancellationToken.None);
        server.Dispose();
    }

    private GuardAnswer Answer(BlockRequest request)
    {
        lock (Orders)
        {
            Orders.AddRange(request.Blocks);
            return new BlockAnswer([.. request.Blocks.Select(order => Refused.TryGetValue(order.Address, out var why)
                ? new BlockOutcome(order.Address, why, 0, false)
                : new BlockOutcome(order.Address, "", order.Seconds == 0 ? 3_600 : order.Seconds, Blocked.Add(order.Address)))]);
        }
    }
}
