using System.CommandLine;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store delete</c>: ends a series.</summary>
internal sealed class StoreDeleteCommand : Command
{
    /// <summary>Makes the verb.</summary>
    public StoreDeleteCommand(ConfigOptions options) : base("delete", "Ends a series; its rows cannot be found any more.")
    {
        var series = StoreArguments.Series("SERIES", "The series.");
        Arguments.Add(series);
        SetAction(command => StoreAccess.Run(options, command, create: false, store =>
        {
            store.Output.Say($"{store.Session.Ask<DoneAnswer>(new DeleteRequest(command.GetRequiredValue(series))).Sentence}");
            return ExitCode.Ok;
        }));
    }
}
