using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Metrics.Grapher.Language.Times;
using Metrics.RrdStore;
using Metrics.Web.Control;
using Metrics.Web.Endpoints;

namespace Metrics.Web.Commands;

/// <summary><c>metrics query</c>: prints the rows of a series.</summary>
internal sealed class QueryCommand : Command
{
    private readonly Argument<string> series = StoreArguments.Series("SERIES", "The series.");
    private readonly Option<AtTime?> from = StoreArguments.Time("--from", "Start of the time; a day before its end where it is left out.");
    private readonly Option<AtTime?> to = StoreArguments.Time("--to", "End of the time; now where it is left out.");
    private readonly Option<int?> step = StoreArguments.Seconds("--step", "Wished seconds per row; the archive nearest to it answers. 1 where it is left out.");
    private readonly Option<ConsolidationFunction> function = new("--cf") { Description = "average, minimum, maximum or last.", HelpName = "FUNCTION" };
    private readonly Option<bool> json = StoreArguments.Json();
    private readonly Option<bool> csv = new("--csv") { Description = "Prints CSV: time and value, unknown ones empty." };
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public QueryCommand(ConfigOptions options) : base("query", "Prints the rows of a series; unknown ones are said to be, never zero.")
    {
        this.options = options;
        function.CustomParser = result =>
        {
            if (FetchQuery.ReadFunction(result.Tokens.Single().Value) is { } found)
                return found;
            result.AddError($"--cf takes average, minimum, maximum or last; found \"{result.Tokens.Single().Value}\".");
            return default;
        };
        function.DefaultValueFactory = _ => ConsolidationFunction.Average;
        Arguments.Add(series);
        foreach (var option in (Option[])[from, to, step, function, json, csv])
            Options.Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
                result.AddError("--json and --csv exclude each other.");
        });
        SetAction(Query);
    }

    private int Query(ParseResult command)
    {
        if (options.Range(command, from, to) is not { } range)
            return ExitCode.Usage;
        var request = new QueryRequest(command.GetRequiredValue(series), command.GetValue(function),
            range.StartSeconds, range.EndSeconds, command.GetValue(step) ?? 1);
        return StoreAccess.Run(options, command, create: false, store =>
        {
            if (command.GetValue(json))
                PrintJson(store, request);
            else
                PrintRows(store, request, command.GetValue(csv));
            return ExitCode.Ok;
        }, look: true);
    }

    private static void PrintRows(StoreAccess store, QueryRequest request, bool isCsv)
    {
        var (end, step) = (0L, 0);
        store.Session.Ask(request, answer =>
        {
            if (answer is QueryAnswer rows)
            {
                (end, step) = (rows.StartSeconds, rows.StepSeconds);
                store.Output.Line(isCsv ? "time,value" : $"# {rows.Function} of {rows.StepSeconds} s in {rows.Unit}; each time is the end of its row");
            }
            foreach (var value in (answer as RowsAnswer)?.Values ?? [])
            {
                var text = value?.ToString("R", CultureInfo.InvariantCulture);
                store.Output.Line(isCsv ? $"{StoreOutput.Time(end)},{text}" : $"{StoreOutput.Time(end)}  {text ?? "unknown"}");
                end += step;
            }
        });
    }

    private static void PrintJson(StoreAccess store, QueryRequest request)
    {
        QueryAnswer? head = null;
        var values = new List<double?>();
        store.Session.Ask(request, answer =>
        {
            head = answer as QueryAnswer ?? head;
            values.AddRange((answer as RowsAnswer)?.Values ?? []);
        });
        // JSON has no infinite numbers.
        var printed = values.Select(value => value is { } number && double.IsFinite(number) ? value : null);
        store.Output.Line(JsonSerializer.Serialize(
            new { head!.Series, head.Unit, Cf = head.Function, Start = head.StartSeconds, Step = head.StepSeconds, Values = printed }, ControlProtocol.Json));
    }
}
