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
                Row($"{archive.Function,-10}{$"{archive.RowSeconds} s",10}{archive.Rows,10}", archive.MostBytes, archive.TypicalBytes);
            Row("a series", schema.MostBytesPerSeries, schema.TypicalBytesPerSeries);
            Row("all of them", schema.Series * schema.MostBytesPerSeries, schema.Series * schema.TypicalBytesPerSeries);
        }
        output.Say($"The store takes at most {StoreOutput.Bytes(plan.MostBytes)}, its log included; as a rule {StoreOutput.Bytes(plan.TypicalBytes)} and the log.");

        void Row(string name, long most, long typical) =>
            output.Say($"  {name,-30}{StoreOutput.Bytes(most),14}{StoreOutput.Bytes(typical),14}");
    }
}
