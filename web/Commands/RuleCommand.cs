using System.CommandLine;
using System.Globalization;
using Metrics.Grapher;
using Metrics.Grapher.Language.Times;
using Metrics.Web.Alerts;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics rule</c>: what rules would do.</summary>
internal sealed class RuleCommand : Command
{
    private readonly ConfigOptions options;
    private readonly Argument<string> name = new("NAME") { Description = "The rule: of the configuration, or one that comes with Metrics." };
    private readonly Option<AtTime?> from = StoreArguments.Time("--from", "Start of the time; a day before its end where it is left out.");
    private readonly Option<AtTime?> to = StoreArguments.Time("--to", "End of the time; now where it is left out.");
    private readonly Option<bool> json = StoreArguments.Json();

    /// <summary>Makes the verbs.</summary>
    public RuleCommand(ConfigOptions options) : base("rule", "Tries rules on what was measured.")
    {
        this.options = options;
        var test = new Command("test", "Replays a rule over stored history, and says when it would have raised. Tells nobody.") { name, from, to, json };
        test.SetAction(Test);
        Subcommands.Add(test);
    }

    private int Test(ParseResult command)
    {
        if (options.Load(command) is not { } config || options.Range(command, from, to) is not { } range)
            return ExitCode.Usage;
        var rules = AlertSetup.RulesOf(config.Settings);
        var wanted = command.GetRequiredValue(name);
        if (rules.FirstOrDefault(rule => rule.Name == wanted) is not { } rule)
        {
            StoreOutput.Of(command).Error(
                $"There is no rule {wanted}{(NearestName.Of(wanted, rules.Select(one => one.Name)) is { } near ? $"; did you mean {near}?" : $"; there are {string.Join(", ", rules.Select(one => one.Name))}.")}");
            return ExitCode.Failed;
        }
        var request = new RuleRequest(RuleContract.Of(rule), range.StartSeconds, range.EndSeconds, (int)config.Settings.Collector.Step.TotalSeconds);
        return StoreAccess.Run(options, command, create: false, store =>
        {
            var answer = store.Print<RuleAnswer>(request, command.GetValue(json), answer => Print(store.Output, answer, config.Settings.Server.TimeZone));
            return answer.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }, look: true);
    }

    private static void Print(StoreOutput output, RuleAnswer answer, TimeZoneInfo zone)
    {
        foreach (var problem in answer.Problems)
            output.Error(problem);
        foreach (var step in answer.Steps)
        {
            var at = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(step.Time), zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            output.Say($"{at}  {step.State,-10} {step.Level,-8} {step.Value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown",10}  {step.Title}");
        }
        if (answer.Problems.Count == 0 && answer.Steps.All(step => step.State != "firing"))
            output.Line("It would not have raised.");
    }
}
