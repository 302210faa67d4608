using System.CommandLine;
using Metrics.Actions;
using Metrics.Actions.Services;
using Metrics.Grapher;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics restart</c>: asks for the restart of a service. The server does it, once in a window, after its configuration was checked.</summary>
internal sealed class RestartCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Argument<string> service = new("service") { Description = "Name of a [service.NAME].", HelpName = "SERVICE" };
    private readonly Option<string> why = new("--why") { Description = "Why; it stands on the page.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    /// <summary>Makes the verb.</summary>
    public RestartCommand(ConfigOptions options) : base("restart", "Asks for the restart of a service, which is done once in a window.")
    {
        this.options = options;
        Arguments.Add(service);
        Options.Add(why);
        SetAction(Ask);
    }

    private int Ask(ParseResult command)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        var (name, names) = (command.GetRequiredValue(service), config.Settings.Services.Select(one => one.Name).ToList());
        if (!names.Contains(name))
        {
            output.Error(NearestName.Of(name, names) is { } near ? $"There is no service {name}; did you mean {near}?" : $"There is no [service.{name}] in the configuration.");
            return ExitCode.Failed;
        }
        try
        {
            using var file = ActionsDatabase.Open(config.Settings.Store.Path);
            new RestartTable(file, TimeProvider.System).Ask(name, $"{Environment.UserName} at the command line", command.GetValue(why)!);
            output.Say(StoreSession.IsServed(config.Settings.Store.Path)
                ? (FormattableString)$"{name} is restarted when its window allows; the page of the mail hold says what came of it."
                : $"It is written down, and nothing is done yet: the server does not run. {name} is restarted once it does.");
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }
    }
}
