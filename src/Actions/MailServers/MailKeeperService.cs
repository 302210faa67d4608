using System.Net;
using System.Net.Sockets;
using Metrics.Actions.Guard;
using Metrics.Actions.Services;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metrics.Actions.MailServers;

/// <summary>Holds of mail within the guard: what was held is held again before anything of mail can be asked for, and every 10 s it is looked whether it still is.</summary>
public sealed partial class MailKeeperService : BackgroundService
{
    /// <summary>An address that nobody has: RFC 5737.</summary>
    private static readonly IPAddress Nobody = IPAddress.Parse("192.0.2.1");

    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    private static readonly int[] ProbedPorts = [25, 465, 587];

    private readonly MailKeeper keeper;
    private readonly TrustedPrograms programs = new(new Programs());
    private readonly GuardOptions guard;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private volatile ServiceRestarter restarter;

    // The first look may wait minutes for mail servers that hang; whoever asks for something else is served meanwhile.
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes its directory.</summary>
    public MailKeeperService(MailKeeperOptions options, GuardOptions guard, TimeProvider time, ILogger<MailKeeperService> log)
    {
        (this.guard, this.time, this.log) = (guard, time, log);
        MakeDirectory(options);
        keeper = new MailKeeper(ServersOf(options), FilterOf(options), State, LogUnsaid) { IsArmed = options.IsArmed, PerMinute = options.PerMinute };
        restarter = RestarterOf(options);
    }

    /// <summary>Ends when what was held is held again, as far as that can be done at once.</summary>
    public Task Kept => ready.Task;

    // Beside the guard's own: mail servers look into it, as users of their own.
    private string State => guard.State + "-mail";

    /// <summary>Goes on with other options, once what is being done is done; a hold stays one.</summary>
    /// <exception cref="IOException">Its directory cannot be made.</exception>
    public async Task UseAsync(MailKeeperOptions options, CancellationToken cancel)
    {
        MakeDirectory(options);
        await keeper.UseAsync(() => ServersOf(options), FilterOf(options), options.IsArmed, options.PerMinute, cancel).ConfigureAwait(false);
        await keeper.FindHostsAsync(cancel).ConfigureAwait(false);
        restarter = RestarterOf(options);
    }

    /// <summary>Adds the verbs of mail and of services.</summary>
    public GuardVerbs AddTo(GuardVerbs verbs) => verbs.Add<MailRequest>(MailRequest.Limit, async (request, _, cancel) =>
    {
        await ready.Task.WaitAsync(cancel).ConfigureAwait(false);
        return await AnswerAsync(request.Do, cancel).ConfigureAwait(false);
    }).Add<RestartRequest>(MailRequest.Limit, (request, _, cancel) => restarter.RestartAsync(request.Service, cancel));

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
            await KeepAsync(stoppingToken).ConfigureAwait(false);
            ready.TrySetResult();
            await keeper.FindHostsAsync(stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                await KeepAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The guard ends; the hold does not.
        }
    }

    private void MakeDirectory(MailKeeperOptions options)
    {
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (!options.Servers.IsEmpty || options.IsArmed)
            Directory.CreateDirectory(State, mode);
    }

    private IMailServer[] ServersOf(MailKeeperOptions options) => [.. options.Servers.Select(server => MailServerFactory.Make(server, programs, LeftProcesses.OwnNetwork, State))];

    private HoldFilter FilterOf(MailKeeperOptions options) =>
        new(programs, new HoldFilterOptions((UnixUser.Find(guard.User) ?? UnixUser.Root).Id, options.SmartHosts, options.Port), new KeptFile(State, "hosts"));

    private ServiceRestarter RestarterOf(MailKeeperOptions options) => new(options.Services, programs, async (name, cancel) =>
    {
        // Until then it is not known whether the mail server is stopped on purpose.
        await ready.Task.WaitAsync(cancel).ConfigureAwait(false);
        await keeper.RestartAsync(name, cancel).ConfigureAwait(false);
    });

    private async Task<GuardAnswer> AnswerAsync(MailVerb verb, CancellationToken cancel) => verb switch
    {
        MailVerb.Filter => new MailAnswer(await keeper.AddAsync(HoldMeasures.Filter, cancel).ConfigureAwait(false)),
        MailVerb.Hold => new MailAnswer(await keeper.AddAsync(HoldMeasures.Hold, cancel).ConfigureAwait(false)),
        MailVerb.Stop => new MailAnswer(await keeper.AddAsync(HoldMeasures.Stop, cancel).ConfigureAwait(false)),
        MailVerb.Lift => new MailAnswer(await keeper.LiftAsync(cancel).ConfigureAwait(false)),
        MailVerb.Queue => new MailQueueAnswer(await keeper.QueueAsync(cancel).ConfigureAwait(false)),
        MailVerb.Length => Length(await keeper.LengthAsync(cancel).ConfigureAwait(false)),
        MailVerb.Probe => new MailProbeAnswer(await IsClosedAsync(cancel).ConfigureAwait(false)),
        _ => new MailAnswer(await keeper.LookAsync(cancel).ConfigureAwait(false)),
    };

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

    private static MailLengthAnswer Length(QueueLength length) => new(QueueLength.Known(length.All), QueueLength.Known(length.New));

    [LoggerMessage(Level = LogLevel.Error, Message = "Hold of mail: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail: {Subject} failed.")]
    private partial void LogUnsaid(string subject, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The hold of mail could not be kept up; it is tried again.")]
    private partial void LogFailed(Exception failure);
}
