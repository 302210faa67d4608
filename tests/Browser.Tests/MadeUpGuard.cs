using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Actions.MailServers;
using Metrics.Actions.Services;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metrics.Browser.Tests;

/// <summary>A guard that does nothing and answers as one that has much to do.</summary>
internal sealed class MadeUpGuard : IAsyncDisposable
{
    private readonly GuardServer server;
    private HoldMeasures measures;

    /// <summary>Listens at the socket of these options.</summary>
    public MadeUpGuard(GuardOptions options)
    {
        var verbs = new GuardVerbs(NullLogger<GuardVerbs>.Instance, TimeProvider.System);
        Add<FirewallRequest>(verbs, _ => new FirewallAnswer(
            1_204, [new ListContract("drop", "/etc/metrics/drop.txt", 1_038, 2, [3, 9], null), new ListContract("own", "/etc/metrics/own-with-a-rather-long-name.txt", 12, 0, [], "Permission denied.")],
            [new NeverContract("127.0.0.0/8", "loopback"), new NeverContract("2001:db8:4d5e::/48", "the network of this machine"), new NeverContract("203.0.113.9", "anna is signed in from there")],
            [new DropContract("addresses", 182_204, 9_110_200), new DropContract("list.drop", 48_120, 2_887_200)], Panic, 0, "The table was changed by somebody else; it is made anew.", MadeUpServer.Moment.AddDays(-2)));
        Add<BlocksRequest>(verbs, _ => new BlocksAnswer(
        [
            new BlockContract(1_204, "198.51.100.66", MadeUpServer.Moment.AddMinutes(-4), 3_359, "10 failed sign-ins to FTP within 10 minutes.", 1),
            new BlockContract(1_203, "2001:db8:ffff:1234::/64", MadeUpServer.Moment.AddHours(-3), 72_000, "Asked for port 23, a trap.", 4),
            new BlockContract(1_190, "192.0.2.0/24", MadeUpServer.Moment.AddDays(-3), 604_800, "A network that sends spam; see ticket 4711 (anna)", 1),
        ], 1_204));
        Add<BlockRequest>(verbs, request => new BlockAnswer([.. request.Blocks.Select(block => new BlockOutcome(block.Address, "", block.Seconds == 0 ? 3_600 : block.Seconds, true))]));
        Add<AdministratorRequest>(verbs, _ => new DoneAnswer(""));
        Add<RestartRequest>(verbs, request => new DoneAnswer($"{request.Service} was restarted."));
        Add<MailRequest>(verbs, Mail);
        server = new GuardServer(options, verbs, TimeProvider.System, NullLogger<GuardServer>.Instance);
        server.StartAsync(default).GetAwaiter().GetResult();
    }

    /// <summary>The panic that lasts; null: none.</summary>
    public PanicContract? Panic { get; set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(default);
        server.Dispose();
    }

    private GuardAnswer Mail(MailRequest request)
    {
        measures |= request.Do switch { MailVerb.Filter => HoldMeasures.Filter, MailVerb.Hold => HoldMeasures.Hold, MailVerb.Stop => HoldMeasures.Stop, _ => HoldMeasures.None };
        return request.Do switch
        {
            MailVerb.Queue => new MailQueueAnswer(new QueueSummary(1_482, [new SenderCount("newsletter@shop.example.com", 1_301), new SenderCount("<>", 120), new SenderCount("anna@example.org", 61)])),
            MailVerb.Length => new MailLengthAnswer(1_482, 1_204),
            MailVerb.Probe => new MailProbeAnswer(measures.HasFlag(HoldMeasures.Filter)),
            _ => new MailAnswer(new MailState(measures, measures.HasFlag(HoldMeasures.Filter),
            [
                new MailServerState("postfix", MailServerKind.Postfix, measures.HasFlag(HoldMeasures.Hold), true, 1_482, 1_204, 0, ""),
                new MailServerState("exim", MailServerKind.Exim, false, false, null, null, 12, "Its queue cannot be read: Permission denied."),
            ])
            { IsArmed = true, PerMinute = 60 }),
        };
    }

    private static void Add<T>(GuardVerbs verbs, Func<T, GuardAnswer> answer) where T : GuardRequest =>
        verbs.Add<T>(TimeSpan.FromSeconds(5), (request, _, _) => Task.FromResult(answer(request)));
}
