using System.CommandLine;
using System.Globalization;
using Metrics.Actions;
using Metrics.Actions.Hold;
using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary><c>metrics hold</c>: mail that goes out is held, and resumed. What is asked for stands in the database, and the server does it, at once or as soon as it runs.</summary>
internal sealed class HoldCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Option<string?> level = new("--level") { Description = "How far: warn, hold, filter or stop; without it, what hold.level says.", HelpName = "LEVEL" };
    private readonly Option<string> why = new("--why") { Description = "Why; it stands in the messages.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    /// <summary>Makes the verbs.</summary>
    public HoldCommand(ConfigOptions options) : base("hold", "Holds mail that goes out of this machine, after a warning by mail.")
    {
        this.options = options;
        level.Validators.Add(result =>
        {
            if (result.Tokens.SingleOrDefault()?.Value is { } text && HoldKeys.LevelOf(text) is null)
                result.AddError("--level takes warn, hold, filter or stop.");
        });
        Options.Add(level);
        Options.Add(why);
        SetAction(Hold);
        var status = new Command("status", "Says whether mail is held, and what was done.");
        status.SetAction(command => Run(command, (table, config, output) => Show(table, config, output)));
        var resume = new Command("resume", "Ends the hold: mail goes again, at a limited rate.");
        resume.SetAction(Resume);
        Subcommands.Add(status);
        Subcommands.Add(resume);
    }

    private int Hold(ParseResult command) => Run(command, (table, config, output) =>
    {
        table.Begin(HoldKeys.LevelOf(command.GetValue(level) ?? "") ?? config.Hold.Level, config.Hold.Armed, command.GetValue(why)!, User);
        output.Line(config.Hold.Armed
            ? "Mail is held as soon as the warning is out, 10 s from now at the latest, if the server runs. \"metrics hold status\" says how far it is."
            : "It is told what would be held. This is a dry run: set armed = true in the section [hold], and start Metrics and its guard anew.");
        return ExitCode.Ok;
    });

    private int Resume(ParseResult command) => Run(command, (table, _, output) =>
    {
        if (!table.Resume(User))
        {
            output.Error("No mail is held, or it is resumed already.");
            return ExitCode.Failed;
        }
        output.Line("Mail goes again in a moment; what waited goes a few messages at a time.");
        return ExitCode.Ok;
    });

    private static int Show(HoldTable table, MetricsSettings config, StoreOutput output)
    {
        if (table.Newest(1) is not [var job])
        {
            output.Line("No mail is held, and none was.");
            return ExitCode.Ok;
        }
        output.Say($"{(job.Holds ? "Mail is held" : job.Ended is null ? "Under way" : "No mail is held; the last time")}: {HoldKeys.NameOf(job.Level)}{(job.IsArmed ? "" : ", dry run")}, since {Clock(job.Started)}. {job.Cause}");
        foreach (var step in job.Steps)
            output.Say($"  {step.Step,-9} {Clock(step.Begun)}  {(step.Ended is null ? "under way" : step.Answer)}");
        return ExitCode.Ok;

        string Clock(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, config.Server.TimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static string User => $"{Environment.UserName} at the command line";

    private int Run(ParseResult command, Func<HoldTable, MetricsSettings, StoreOutput, int> action)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        try
        {
            using var file = ActionsDatabase.Open(config.Settings.Store.Path);
            return action(new HoldTable(file, TimeProvider.System), config.Settings, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }
    }
}
