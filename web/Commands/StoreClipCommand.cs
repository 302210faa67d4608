using System.CommandLine;
using Metrics.Grapher.Language.Times;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics store clip</c>: takes spikes out.</summary>
internal sealed class StoreClipCommand : Command
{
    private readonly Argument<string> series = StoreArguments.Series("SERIES", "The series.");
    private readonly Option<double?> above = StoreArguments.Number("--above", "Rows above this become unknown.");
    private readonly Option<double?> below = StoreArguments.Number("--below", "Rows below this become unknown.");
    private readonly Option<AtTime?> from = StoreArguments.Time("--from", "Start of the time.");
    private readonly Option<AtTime?> to = StoreArguments.Time("--to", "End of the time.");
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only counts them." };
    private readonly Option<bool> json = StoreArguments.Json();
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public StoreClipCommand(ConfigOptions options) : base("clip", "Makes rows outside of limits unknown, in every archive of a series.")
    {
        this.options = options;
        (from.Required, to.Required) = (true, true);
        Arguments.Add(series);
        foreach (var option in (Option[])[above, below, from, to, dryRun, json])
            Options.Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(above) is null && result.GetResult(below) is null)
                result.AddError("--above or --below is needed: the limit that a row has to break.");
        });
        SetAction(Clip);
    }

    private int Clip(ParseResult command)
    {
        if (options.Range(command, from, to) is not { } range)
            return ExitCode.Usage;
        var request = new ClipRequest(command.GetRequiredValue(series), command.GetValue(above), command.GetValue(below),
            range.StartSeconds, range.EndSeconds, command.GetValue(dryRun));
        if (request.Above < request.Below)
        {
            StoreOutput.Of(command).Error("--above is less than --below: every row would become unknown.");
            return ExitCode.Usage;
        }
        return StoreAccess.Run(options, command, create: false, store =>
        {
            store.Print<ClipAnswer>(request, command.GetValue(json), clip => Print(clip, store.Output));
            return ExitCode.Ok;
        });
    }

    private static void Print(ClipAnswer clip, StoreOutput output)
    {
        var became = clip.DryRun ? "would become" : "became";
        foreach (var archive in clip.Archives)
            output.Say($"{archive.Function,-8} of {archive.RowSeconds} s: {archive.Clipped} of {archive.Looked} rows {became} unknown");
    }
}
