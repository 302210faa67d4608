using System.CommandLine;
using System.Globalization;
using Metrics.Collector;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store plan</c>: the space that the series of the store take at most, or that so many would take.</summary>
internal sealed class StorePlanCommand : Command
{
    // A hundred times what a store was ever tried with; the sums of bytes are far from the end of a long.
    private const int MostSeries = 100_000_000;

    private const string EverySource = "step";
    private const string Network = "network_step";

    private readonly Option<int?> series = new("--series")
    {
        Description = "Plans a store with so many series of one schema and nothing else, instead of what the store has.",
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostSeries)
                return number;
            result.AddError($"--series takes a whole number from 1 to {MostSeries}; found \"{text}\".");
            return null;
        },
    };

    private readonly Option<string> schema = new("--schema")
    {
        Description = $"With --series: what is kept of what is sampled every collector.{EverySource}, or every collector.{Network}.",
        HelpName = $"{EverySource}|{Network}",
        DefaultValueFactory = _ => EverySource,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (text is not (EverySource or Network))
                result.AddError($"--schema takes {EverySource} or {Network}; found \"{text}\".");
            return text;
        },
    };

    private readonly Option<bool> json = StoreArguments.Json();
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public StorePlanCommand(ConfigOptions options) : base("plan", "Says what space each schema in use takes at most, by archive and in total.")
    {
        this.options = options;
        foreach (var option in (Option[])[series, schema, json])
            Options.Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(schema) is { Implicit: false } && result.GetResult(series) is null)
                result.AddError("--schema says what --series plans; without it the schemas of the store are planned.");
        });
        SetAction(command => command.GetValue(series) is { } number ? PlanAhead(command, number) : PlanStore(command));
    }

    private int PlanStore(ParseResult command) => StoreAccess.Run(options, command, create: false, store =>
    {
        store.Print<PlanAnswer>(new PlanRequest(), command.GetValue(json), plan => Print(plan, store.Output));
        return ExitCode.Ok;
    });

    // Needs the configuration, and neither a store nor a server.
    private int PlanAhead(ParseResult command, int number)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var collector = config.Settings.Collector;
        var planned = DefaultSchemas.Of(command.GetRequiredValue(schema) == Network ? collector.NetworkStep : collector.Step);
        var plan = SpaceVerb.Plan(planned, number);
        var output = StoreOutput.Of(command);
        output.Print(plan, command.GetValue(json), answer => Print(answer, output));
        return ExitCode.Ok;
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
        output.Say($"The store takes at most {StoreOutput.Bytes(plan.MostBytes)}, with {StoreOutput.Bytes(plan.LogBytes)} of log and {StoreOutput.Bytes(plan.CatalogBytes)} of catalogue; as a rule {StoreOutput.Bytes(plan.TypicalBytes)} and the log.");
        if (plan.LeftBytes > 0)
            output.Say($"Of the most, {StoreOutput.Bytes(plan.LeftBytes)} are for rows that deleted series and changed schemas left behind; they go with the rows of their time.");
        if (plan.SetAsideBytes > 0)
            output.Say($"Of the most, {StoreOutput.Bytes(plan.SetAsideBytes)} are in the directories orphans and damaged; nothing reads them.");

        void Row(string name, long most, long typical) =>
            output.Say($"  {name,-30}{StoreOutput.Bytes(most),14}{StoreOutput.Bytes(typical),14}");
    }
}
