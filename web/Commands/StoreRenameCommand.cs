using System.CommandLine;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store rename</c>: gives a series another name.</summary>
internal sealed class StoreRenameCommand : Command
{
    /// <summary>Makes the verb.</summary>
    public StoreRenameCommand(ConfigOptions options) : base("rename", "Gives a series another name; it keeps all it has.")
    {
        var old = StoreArguments.Series("OLD", "The series.");
        var name = StoreArguments.Series("NEW", "Its new name.");
        Arguments.Add(old);
        Arguments.Add(name);
        SetAction(command => StoreAccess.Run(options, command, create: false, store =>
        {
            store.Output.Say($"{store.Session.Ask<DoneAnswer>(new RenameRequest(command.GetRequiredValue(old), command.GetRequiredValue(name))).Sentence}");
            return ExitCode.Ok;
        }));
    }
}
