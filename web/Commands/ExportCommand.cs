using System.CommandLine;

namespace Metrics.Web.Commands;

/// <summary><c>metrics export</c>: gives out what is kept, for other programs.</summary>
internal sealed class ExportCommand : Command
{
    /// <summary>Makes the verbs.</summary>
    public ExportCommand(ConfigOptions options) : base("export", "Gives out what is kept, for other programs.") =>
        Subcommands.Add(new ExportRrdCommand(options));
}
