using System.CommandLine;
using System.Globalization;
using Metrics.Actions;
using Metrics.Actions.Guard;
using Metrics.Actions.Hold;
using Metrics.Actions.MailServers;
using Metrics.Web.Configuration;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics hold</c>: mail that goes out is held, and resumed. What is asked for stands in the database, and the server does it, at once or as soon as it runs; the
/// command waits a while for that and says what was done.</summary>
internal sealed class HoldCommand : Command
{
    /// <summary>A warning may take 10 s, and measures some more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>For what stands still: a server that does not look, or logs that do not tell yet.</summary>
    private static readonly TimeSpan Stillness = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200), GuardPatience = TimeSpan.FromSeconds(3);

    private readonly ConfigOptions options;
    private readonly Option<string?> level = new("--level") { Description = "How far: warn, hold, filter or stop; without it, what hold.level says.", HelpName = "LEVEL" };
    private readonly Option<string> why = new("--why") { Description = "Why; it stands in the messages.", HelpName = "TEXT", Required = true };

    /// <summary>Makes the verbs.</summary>
    public HoldCommand(ConfigOptions options) : base("hold", "Says whether mail that goes out of this machine is held, and what was done; begins and ends that.")
    {
        this.options = options;
        level.Validators.Add(result =>
        {
            if (result.Tokens.SingleOrDefault()?.Value is { } text && HoldKeys.LevelOf(text) is null)
                result.AddError("--level takes warn, hold, filter or stop.");
        });
        why.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.Tokens.SingleOrDefault()?.Value))
                result.AddError("--why takes a reason.");
        });
        var begin = new Command("begin", "Holds mail that goes out, after a warning by mail.") { level, why };
        begin.SetAction(BeginAsync);
        var status = new Command("status", "Says whether mail is held, and what was done; so does hold alone.");
        status.SetAction(StatusAsync);
        var resume = new Command("resume", "Ends the hold: mail goes again, what waited at a limited rate.");
        resume.SetAction(ResumeAsync);
        foreach (var verb in new[] { begin, status, resume })
            Subcommands.Add(verb);
        SetAction(StatusAsync);
    }

    private static string User => $"{Environment.UserName} at the command line";

    private Task<int> BeginAsync(ParseResult command, CancellationToken cancel) => RunAsync(command, async (table, config, output) =>
    {
        var id = table.Begin(HoldKeys.LevelOf(command.GetValue(level) ?? "") ?? config.Hold.Level, config.Hold.Armed, command.GetValue(why)!.Trim(), User);
        return await FollowAsync(table, id, config, output, cancel);
    });

    private Task<int> ResumeAsync(ParseResult command, CancellationToken cancel) => RunAsync(command, async (table, config, output) =>
    {
        if (table.Open is { } job && table.Resume(User))
            return await FollowAsync(table, job.Id, config, output, cancel);
        output.Error("No mail is held, or it is resumed already.");
        return ExitCode.Failed;
    });

    private Task<int> StatusAsync(ParseResult command, CancellationToken cancel) => RunAsync(command, async (table, config, output) =>
    {
        if (table.Newest(1) is not [var job])
        {
            output.Line("No mail is held, and none was.");
            return ExitCode.Ok;
        }
        Say(job, config, output);
        foreach (var step in job.Steps)
            Say(step, config, output);
        if (job.Ended is null && !StoreSession.IsServed(config.Store.Path))
            output.Line("The server does not run: nothing more is done until it does, but for what the guard keeps up.");
        await SayStateAsync(config, output, cancel);
        return ExitCode.Ok;
    });

    // Says each step as it ends, until the hold stands, or is over, or nothing more happens.
    private static async Task<int> FollowAsync(HoldTable table, long id, MetricsSettings config, StoreOutput output, CancellationToken cancel)
    {
        if (!StoreSession.IsServed(config.Store.Path))
        {
            output.Line("It is written down, and nothing is done yet: the server does not run. It is done as soon as it does: systemctl start metrics");
            return ExitCode.Ok;
        }
        var (time, said) = (TimeProvider.System, new HashSet<(HoldStep, DateTimeOffset)>());
        var begin = time.GetTimestamp();
        var last = begin;
        while (table.Newest(1) is [var job] && job.Id == id)
        {
            foreach (var step in job.Steps.Where(step => step.Ended is { } ended && said.Add((step.Step, ended))))
            {
                Say(step, config, output);
                last = time.GetTimestamp();
            }
            if (job.Ended is not null || job is { Holds: true, Next: null })
            {
                Say(job, config, output);
                return job.Steps.Any(step => step.IsFailed && step.Step != HoldStep.Noted) ? ExitCode.Failed : ExitCode.Ok;
            }
            if (time.GetElapsedTime(begin) > Patience || time.GetElapsedTime(last) > Stillness)
                break;
            await Task.Delay(Pause, cancel);
        }
        output.Line("The rest goes on by itself; \"metrics hold\" says how far it is.");
        return ExitCode.Ok;
    }

    private static void Say(HoldJob job, MetricsSettings config, StoreOutput output) =>
        output.Say($"{job.Standing}{(job.Ended is null ? "" : "; the last time")}: {HoldKeys.NameOf(job.Level)}{(job.IsArmed ? "" : ", dry run")}, begun {Clock(job.Started, config)}. {job.Cause}");

    private static void Say(HoldStepState step, MetricsSettings config, StoreOutput output) =>
        output.Say($"  {step.Step,-9} {Clock(step.Begun, config)}  {(step.Ended is null && step.Answer.Length == 0 ? "under way" : step.Answer)}");

    private static async Task SayStateAsync(MetricsSettings config, StoreOutput output, CancellationToken cancel)
    {
        using var guard = new GuardClient(config.Guard, TimeProvider.System);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(GuardPatience);
        try
        {
            var state = await new GuardMail(guard).LookAsync(patience.Token);
            output.Say($"{(state.IsFiltered ? "Only Metrics reaches mail servers elsewhere." : "Everybody reaches mail servers elsewhere.")}{(state.Wanted != HoldMeasures.None || state.IsArmed ? "" : " The guard is not armed.")}");
            foreach (var server in state.Servers)
                output.Say($"{server.Name} {MailWords.Runs(server)} and {MailWords.Held(server)}.");
            foreach (var sentence in state.Problems.Concat(HoldProgress.Of(state, TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), config.Server.TimeZone))))
                output.Say($"{sentence}");
        }
        catch (IOException e)
        {
            output.Say($"{e.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            output.Line("The guard is busy; how the mail servers are is not known now.");
        }
    }

    private static string Clock(DateTimeOffset moment, MetricsSettings config) => TimeZoneInfo.ConvertTime(moment, config.Server.TimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private async Task<int> RunAsync(ParseResult command, Func<HoldTable, MetricsSettings, StoreOutput, Task<int>> action)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        try
        {
            using var file = ActionsDatabase.Open(config.Settings.Store.Path);
            return await action(new HoldTable(file, TimeProvider.System), config.Settings, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }
    }
}
