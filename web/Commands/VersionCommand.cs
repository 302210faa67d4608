using System.CommandLine;
using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary><c>metrics version</c>: which program this is.</summary>
internal sealed class VersionCommand : Command
{
    /// <summary>Makes the verb.</summary>
    public VersionCommand() : base("version", "Prints the version.") =>
        SetAction(command => command.InvocationConfiguration.Output.WriteLine($"metrics {Installation.Version}"));
}
