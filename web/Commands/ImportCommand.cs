using System.CommandLine;

namespace Metrics.Web.Commands;

/// <summary><c>metrics import</c>: takes in what other programs kept.</summary>
internal sealed class ImportCommand : Command
{
    /// <summary>Makes the verbs.</summary>
    public ImportCommand(ConfigOptions options) : base("import", "Takes in what other programs kept.") =>
        Subcommands.Add(new ImportRrdCommand(options));
}
