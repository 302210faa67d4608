using System.CommandLine;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store stat</c>: how large the store is.</summary>
internal sealed class StoreStatCommand : Command
{
    /// <summary>Makes the verb.</summary>
    public StoreStatCommand(ConfigOptions options) : base("stat", "Says how large the store is, when it was last made durable, and what is wrong with it.")
    {
        var json = StoreArguments.Json();
        Options.Add(json);
        SetAction(command => StoreAccess.Run(options, command, create: false, store =>
        {
            store.Print<StatAnswer>(new StatRequest(), command.GetValue(json), stat => Print(stat, store.Output));
            return ExitCode.Ok;
        }));
    }

    private static void Print(StatAnswer stat, StoreOutput output)
    {
        var bytesPerValue = stat.CompressedBytesPerValue is { } bytes
            ? $"{bytes:0.00} in compressed blocks, {stat.BytesPerValue:0.00} with heads, with rows that wait to be merged, and with what waits to be freed"
            : "no block is compressed yet";
        output.Say($"Directory        {stat.Directory}");
        output.Say($"Series           {stat.Series}");
        output.Say($"Values           {stat.Values} in {stat.Blocks} blocks of {stat.Chunks} chunks; newer ones wait in the log");
        output.Say($"Bytes per value  {bytesPerValue}");
        output.Say($"Row files        {StoreOutput.Bytes(stat.RowBytes)}, of which {StoreOutput.Bytes(stat.GarbageBytes)} wait to be freed");
        output.Say($"Log              {StoreOutput.Bytes(stat.LogBytes)} in {stat.LogSegments} files");
        output.Say($"Last sync        {StoreOutput.Time(stat.LastSync)}");
        output.Say($"Late readings    {stat.LateReadings} taken since the start, {stat.WaitingReadings} wait, {stat.LoneReadings} without the one before, {stat.RefusedReadings} refused");
        if (stat.Fault is { } fault)
            output.Say($"Fault            {fault}");
        if (stat.Damaged > 0)
            output.Say($"Damaged          {stat.Damaged} blocks found so far; metrics store check finds and names all");
    }
}
