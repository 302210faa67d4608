using System.Net;
using System.Net.Sockets;
using Metrics.Actions.Guard;
using Metrics.Actions.Services;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.MailServers;

/// <summary>Holds of mail within the guard: what was held is held again before anything can be asked for, and every 10 s it is looked whether it still is.</summary>
public sealed partial class MailKeeperService : BackgroundService
{
    /// <summary>An address that nobody has: RFC 5737.</summary>
    private static readonly IPAddress Nobody = IPAddress.Parse("192.0.2.1");

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2), ProbePatience = TimeSpan.FromSeconds(1);

    private static readonly int[] ProbedPorts = [25, 465, 587];

    private readonly MailKeeper keeper;
    private readonly ServiceRestarter restarter;
    private readonly TimeProvider time;
    private readonly ILogger log;

    /// <summary>Makes its directory.</summary>
    public MailKeeperService(MailKeeperOptions options, GuardOptions guard, TimeProvider time, ILogger<MailKeeperService> log)
    {
        (this.time, this.log) = (time, log);
        var programs = new Programs();
        // Beside the guard's own: mail servers look into it, as users of their own.
        var state = guard.State + "-mail";
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (!options.Servers.IsEmpty)
            Directory.CreateDirectory(state, mode);
        var filter = new HoldFilter(programs, new HoldFilterOptions((UnixUser.Find(guard.User) ?? UnixUser.Root).Id, options.SmartHosts, options.Port));
        keeper = new MailKeeper([.. options.Servers.Select(server => MailServerFactory.Make(server, programs, LeftProcesses.OwnNetwork, state))], filter, options.PerMinute, state);
        restarter = new ServiceRestarter(options.Services, programs, keeper.RestartAsync);
    }

    /// <summary>Adds the verbs of mail and of services.</summary>
    public GuardVerbs AddTo(GuardVerbs verbs) => verbs.Add<MailRequest>(Limit, async (request, _, cancel) => request.Do switch
    {
        MailVerb.Filter => new MailAnswer(await keeper.AddAsync(HoldMeasures.Filter, cancel).ConfigureAwait(false)),
        MailVerb.Hold => new MailAnswer(await keeper.AddAsync(HoldMeasures.Hold, cancel).ConfigureAwait(false)),
        MailVerb.Stop => new MailAnswer(await keeper.AddAsync(HoldMeasures.Stop, cancel).ConfigureAwait(false)),
        MailVerb.Lift => new MailAnswer(await keeper.LiftAsync(cancel).ConfigureAwait(false)),
        MailVerb.Queue => new MailQueueAnswer(await keeper.QueueAsync(cancel).ConfigureAwait(false)),
        MailVerb.Length => Length(await keeper.LengthAsync(cancel).ConfigureAwait(false)),
        MailVerb.Probe => new MailProbeAnswer(await IsClosedAsync(cancel).ConfigureAwait(false)),
        _ => new MailAnswer(await keeper.LookAsync(cancel).ConfigureAwait(false)),
    }).Add<RestartRequest>(Limit, (request, _, cancel) => restarter.RestartAsync(request.Service, cancel));

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await KeepAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        keeper.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(MailKeeper.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                await KeepAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The guard ends; the hold does not.
        }
    }

    private async Task KeepAsync(CancellationToken cancel)
    {
        try
        {
            foreach (var problem in await keeper.KeepAsync(cancel).ConfigureAwait(false))
                LogProblem(problem);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    // Root is another user than the one whose mail may pass, or the only one.
    private static async Task<bool> IsClosedAsync(CancellationToken cancel)
    {
        foreach (var port in ProbedPorts)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(ProbePatience);
            try
            {
                await socket.ConnectAsync(Nobody, port, patience.Token).ConfigureAwait(false);
                return false;
            }
            catch (SocketException)
            {
                // Rejected, or there is no way to anybody.
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // The packets went out, and nobody answered.
                return false;
            }
        }
        return true;
    }

    private static MailLengthAnswer Length(QueueLength length) => new(Known(length.All), Known(length.New));

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    [LoggerMessage(Level = LogLevel.Error, Message = "Hold of mail: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The hold of mail could not be kept up; it is tried again.")]
    private partial void LogFailed(Exception failure);
}
