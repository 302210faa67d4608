using System.CommandLine;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store plan</c>: the space that the series take at most.</summary>
internal sealed class StorePlanCommand : Command
{
    /// <summary>Makes the verb.</summary>
    public StorePlanCommand(ConfigOptions options) : base("plan", "Says what space each schema in use takes at most, by archive and in total.")
    {
        var json = StoreArguments.Json();
        Options.Add(json);
        SetAction(command => StoreAccess.Run(options, command, create: false, store =>
        {
            store.Print<PlanAnswer>(new PlanRequest(), command.GetValue(json), plan => Print(plan, store.Output));
            return ExitCode.Ok;
        }));
    }

    private static void Print(PlanAnswer plan, StoreOutput output)
    {
        foreach (var schema in plan.Schemas)
        {
            output.Say($"Step {schema.StepSeconds} s, heartbeat {schema.HeartbeatSeconds} s: {schema.Series} series");
            output.Say($"  {"archive",-10}{"row",10}{"rows",10}{"at most",14}{"as a rule",14}");
            foreach (var archive in schema.Archives)
                output.Say($"  {archive.Function,-10}{$"{archive.RowSeconds} s",10}{archive.Rows,10}{StoreOutput.Bytes(archive.MostBytes),14}{StoreOutput.Bytes(archive.TypicalBytes),14}");
            output.Say($"  {"a series",-30}{StoreOutput.Bytes(schema.MostBytesPerSeries),14}{StoreOutput.Bytes(schema.TypicalBytesPerSeries),14}");
            output.Say($"  {"all of them",-30}{StoreOutput.Bytes(schema.Series * schema.MostBytesPerSeries),14}{StoreOutput.Bytes(schema.Series * schema.TypicalBytesPerSeries),14}");
        }
        output.Say($"The store takes at most {StoreOutput.Bytes(plan.MostBytes)}, as a rule {StoreOutput.Bytes(plan.TypicalBytes)}, and its log.");
    }
}
