using System.CommandLine;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store check</c>: whether every checksum is right.</summary>
internal sealed class StoreCheckCommand : Command
{
    /// <summary>Makes the verb.</summary>
    public StoreCheckCommand(ConfigOptions options) : base("check", "Verifies every checksum. Ends with 1 when something is damaged.")
    {
        var json = StoreArguments.Json();
        Options.Add(json);
        SetAction(command => StoreAccess.Run(options, command, create: false, store =>
        {
            var found = store.Print<CheckAnswer>(new CheckRequest(), command.GetValue(json), check => Print(check, store.Output));
            return found.Damages.Count + found.Recovery.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }, look: true));
    }

    /// <summary>Names a damaged place.</summary>
    internal static void Print(DamageContract damage, StoreOutput output) =>
        output.Say($"{damage.Path}, byte {damage.Offset}{(damage.Series is null ? "" : $", series {damage.Series}")}: {damage.Problem}");

    private static void Print(CheckAnswer check, StoreOutput output)
    {
        foreach (var sentence in check.Recovery)
            output.Say($"Found when the store was opened: {sentence}");
        foreach (var damage in check.Damages)
            Print(damage, output);
        if (check.Damages.Count > 0)
            output.Say($"{check.Damages.Count} damaged places in {check.Blocks} blocks. metrics store repair sets them aside and keeps the rest.");
        else if (check.Recovery.Count > 0)
            output.Say($"All {check.Blocks} blocks of {check.Chunks} chunks are whole. The next start goes on without what was found; metrics store repair keeps a copy in damaged.");
        else
            output.Say($"All {check.Blocks} blocks of {check.Chunks} chunks are whole.");
    }
}
