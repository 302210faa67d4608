using System.CommandLine;
using Metrics.RrdStore;
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
        SetAction(command =>
        {
            // A store with a damaged catalogue is not opened at all; no server has it.
            var mended = new List<DamageContract>();
            return StoreAccess.Run(options, command, create: false, store =>
            {
                var repair = store.Ask<RepairAnswer>(new RepairRequest());
                store.Output.Print(repair with { Damages = [.. mended, .. repair.Damages] }, command.GetValue(json), answer => Print(answer, store.Output));
                return ExitCode.Ok;
            }, mend: path => mended.AddRange(RoundRobinStore.RepairCatalog(path).Select(StoreVerbs.Contract)));
        });
    }

    private static void Print(RepairAnswer repair, StoreOutput output)
    {
        foreach (var sentence in repair.Recovery)
            output.Say($"Found when the store was opened: {sentence}");
        foreach (var damage in repair.Damages)
            StoreCheckCommand.Print(damage, output);
        if (repair.Damages.Count > 0)
            output.Say($"{repair.Damages.Count} damaged places are set aside; the files as they were are in {repair.Directory}.");
        else if (repair.Recovery.Count > 0)
            output.Say($"Nothing else is damaged; what was set aside is in {repair.Directory}.");
        else
            output.Say($"Nothing is damaged.");
    }
}
