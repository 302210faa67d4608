using System.CommandLine;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store backup</c>: copies the store as it is at one moment.</summary>
internal sealed class StoreBackupCommand : Command
{
    /// <summary>Makes the verb.</summary>
    public StoreBackupCommand(ConfigOptions options) : base("backup", "Copies the store, as it is at one moment, to an empty or new directory.")
    {
        var directory = new Argument<string>("DIR") { Description = "Where to; the user of the running server writes there." };
        directory.Validators.Add(StoreArguments.CheckPath);
        Arguments.Add(directory);
        SetAction(command => StoreAccess.Run(options, command, create: false, store =>
        {
            store.Output.Say($"{store.Ask<DoneAnswer>(new BackupRequest(Path.GetFullPath(command.GetRequiredValue(directory)))).Sentence}");
            return ExitCode.Ok;
        }));
    }
}
