using System.CommandLine;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store repair</c>: sets damaged blocks aside.</summary>
internal sealed class StoreRepairCommand : Command
{
    /// <summary>Makes the verb.</summary>
    public StoreRepairCommand(ConfigOptions options) : base("repair", "Sets damaged blocks aside and keeps the rest; their rows are unknown from then on.")
    {
        var json = StoreArguments.Json();
        Options.Add(json);
        SetAction(command => StoreAccess.Run(options, command, create: false, store =>
        {
            store.Print<RepairAnswer>(new RepairRequest(), command.GetValue(json), repair => Print(repair, store.Output));
            return ExitCode.Ok;
        }));
    }

    private static void Print(RepairAnswer repair, StoreOutput output)
    {
        foreach (var damage in repair.Damages)
            StoreCheckCommand.Print(damage, output);
        if (repair.Damages.Count > 0)
            output.Say($"{repair.Damages.Count} damaged places are set aside; the files as they were are in {repair.Directory}.");
        else
            output.Say($"Nothing is damaged.");
    }
}
