using System.CommandLine;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store</c>: looks after what is kept, whether the server runs or not.</summary>
internal sealed class StoreCommand : Command
{
    /// <summary>Makes the verbs.</summary>
    public StoreCommand(ConfigOptions options) : base("store", "Looks after the store, whether the server runs or not.")
    {
        Subcommands.Add(new StoreStatCommand(options));
        Subcommands.Add(new StoreCheckCommand(options));
        Subcommands.Add(new StoreRepairCommand(options));
        Subcommands.Add(new StoreBackupCommand(options));
        Subcommands.Add(new StorePlanCommand(options));
        Subcommands.Add(new StoreClipCommand(options));
        Subcommands.Add(new StoreChangeCommand(options));
        Subcommands.Add(new StoreRenameCommand(options));
        Subcommands.Add(new StoreDeleteCommand(options));
    }
}
