using System.CommandLine;
using System.Globalization;
using Metrics.Web.Control;
using Metrics.Web.Endpoints;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store change</c>: gives series another schema, after it has said what that costs.</summary>
internal sealed class StoreChangeCommand : Command
{
    private readonly Argument<string> series = new("SERIES") { Description = "The series, or a pattern with * for any characters." };
    private readonly Option<int?> step = StoreArguments.Seconds("--step", "Seconds between primary data points; archives keep the length of their rows.");
    private readonly Option<int?> heartbeat = StoreArguments.Seconds("--heartbeat", "Longest time between two readings that is known, in seconds.");
    private readonly Option<double?> xff = StoreArguments.Number("--xff", "Share of a row that may be unknown, of all archives: 0 up to, not including, 1.");
    private readonly Option<double?> minimum = Limit("--min", "Smallest possible rate; none: there is no limit.");
    private readonly Option<double?> maximum = Limit("--max", "Largest possible rate; none: there is no limit.");
    private readonly Option<NamedArchive[]?> archives = Archives();
    private readonly Option<bool> yes = new("--yes") { Description = "Does it; without it the command says what would become of the rows." };
    private readonly Option<bool> json = StoreArguments.Json();

    /// <summary>Makes the verb.</summary>
    public StoreChangeCommand(ConfigOptions options)
        : base("change", "Gives series another step, heartbeat, limits or archives, and keeps and fills what it can.")
    {
        Arguments.Add(series);
        foreach (var option in (Option[])[step, heartbeat, xff, minimum, maximum, archives, yes, json])
            Options.Add(option);
        Validators.Add(result =>
        {
            if (((Option[])[step, heartbeat, xff, minimum, maximum, archives]).All(option => result.GetResult(option) is null))
                result.AddError("One of --step, --heartbeat, --xff, --min, --max and --archive is needed: what is to change.");
            if (result.GetResult(xff) is not null && result.GetResult(archives) is not null)
                result.AddError("--xff is of the archives that stay; with --archive each says its own.");
        });
        SetAction(command => StoreAccess.Run(options, command, create: false, store =>
        {
            var change = store.Print<ChangeAnswer>(RequestOf(command), command.GetValue(json), change => Print(change, store.Output));
            if (change.Stop is not { } stop)
                return ExitCode.Ok;
            store.Output.Error(Explain(stop));
            return ExitCode.Failed;
        }));
    }

    private ChangeRequest RequestOf(ParseResult command) => new(
        command.GetRequiredValue(series), command.GetValue(step), command.GetValue(heartbeat), command.GetValue(xff), command.GetValue(minimum),
        command.GetValue(maximum), command.GetResult(archives) is null ? null : command.GetValue(archives), !command.GetValue(yes));

    private static void Print(ChangeAnswer change, StoreOutput output)
    {
        foreach (var group in change.Changed)
        {
            output.Say($"{group.Count} series: {string.Join(", ", group.Series)}{(group.Count > group.Series.Count ? ", …" : "")}");
            Print(group.Before, group.After, output);
            output.Say($"  {"archive",-10}{"row",10}{"rows",20}{"kept",10}{"filled",10}{"lost",10}");
            foreach (var archive in group.Archives)
                output.Say($"  {archive.Function,-10}{$"{archive.RowSeconds} s",10}{Both(archive.RowsBefore, archive.RowsAfter),20}{archive.Kept,10}{archive.Filled,10}{archive.Lost,10}{Xff(archive)}");
        }
        if (change.Unchanged > 0)
            output.Say($"{change.Unchanged} series have all of this already.");
        var count = change.Changed.Sum(group => group.Count);
        if (count > 0 && change.DryRun)
            output.Say($"Filled is what the other archives reach back to; lost is lost for good. Rows made anew take about {StoreOutput.Bytes(change.NewBytes)} on the disk. Nothing was changed: --yes changes {count} series.");
        else if (count > 0)
            output.Say($"{change.Stop?.Changed ?? count} series are changed.");
    }

    private static string Explain(ChangeStopContract stop) => stop.Series is null
        ? $"All {stop.Changed} series are changed, but that may not be durable yet; the same command makes sure. {stop.Reason}"
        : $"{stop.Series} is not changed, nor are those after it by name, {stop.Left} series in all; those before it, {stop.Changed} series, are. The same command does the rest. {stop.Reason}";

    private static void Print(DeclaredContract before, DeclaredContract after, StoreOutput output)
    {
        if (before.StepSeconds != after.StepSeconds)
            output.Say($"  step {before.StepSeconds} s, then {after.StepSeconds} s: all rows are made anew from those there are");
        if (before.HeartbeatSeconds != after.HeartbeatSeconds)
            output.Say($"  heartbeat {before.HeartbeatSeconds} s, then {after.HeartbeatSeconds} s");
        if (before.Minimum != after.Minimum)
            output.Say($"  minimum {Limit(before.Minimum)}, then {Limit(after.Minimum)}, of readings to come");
        if (before.Maximum != after.Maximum)
            output.Say($"  maximum {Limit(before.Maximum)}, then {Limit(after.Maximum)}, of readings to come");
        output.Say($"  space of a series at most {StoreOutput.Bytes(before.MostBytes)}, then {StoreOutput.Bytes(after.MostBytes)}");
    }

    private static string Limit(double? limit) => limit is { } number ? number.ToString(CultureInfo.InvariantCulture) : "none";

    private static string Both(int before, int after) => before == after ? $"{before}" : $"{before}, then {after}";

    private static string Xff(ChangedArchiveContract archive) => archive is { XffBefore: { } before, XffAfter: { } after } && before != after
        ? string.Create(CultureInfo.InvariantCulture, $"  xff {before}, then {after}")
        : "";

    private static Option<double?> Limit(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER|none",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (text == "none")
                return double.NaN;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                return number;
            result.AddError($"{name} takes a number such as 1500 or 1.5e9, or none; found \"{text}\".");
            return null;
        },
    };

    // As RRA of rrdcreate(1).
    private static Option<NamedArchive[]?> Archives() => new("--archive")
    {
        Description = "An archive, as RRA of rrdcreate; once for each that there is to be. All others go.",
        HelpName = "FUNCTION:XFF:STEPS:ROWS",
        CustomParser = result =>
        {
            var archives = new List<NamedArchive>();
            foreach (var token in result.Tokens)
            {
                if (token.Value.Split(':') is [var function, var xff, var steps, var rows] && FetchQuery.ReadFunction(function) is { } found
                    && double.TryParse(xff, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and < 1
                    && int.TryParse(steps, NumberStyles.None, CultureInfo.InvariantCulture, out var stepCount)
                    && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var rowCount))
                    archives.Add(new NamedArchive(found, share, stepCount, rowCount));
                else
                    result.AddError($"--archive takes FUNCTION:XFF:STEPS:ROWS such as AVERAGE:0.5:6:10080; found \"{token.Value}\".");
            }
            return [.. archives];
        },
    };
}
