using System.CommandLine;
using Metrics.RrdStore;
using Metrics.Web.Control;

namespace Metrics.Web.Commands;

/// <summary><c>metrics export rrd</c>: writes series as databases or dumps that RRDtool reads.</summary>
internal sealed class ExportRrdCommand : Command
{
    // 255 bytes is a file name's limit; room is left for a number and an ending.
    private const int LongestName = 200;

    private readonly Argument<string[]> series = new("SERIES") { Description = "The series.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> directory = new("--to")
    {
        Description = "The directory to write to; the user of the running server writes there.",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<bool> xml = new("--xml") { Description = "Writes dumps and not databases." };
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public ExportRrdCommand(ConfigOptions options)
        : base("rrd", "Writes series as databases that RRDtool reads: net.eth0.in and net.eth0.out become net.eth0.rrd with in and out.")
    {
        this.options = options;
        series.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!SeriesName.TryParse(token.Value, out _, out var fault))
                    result.AddError(fault!);
        });
        directory.Validators.Add(StoreArguments.CheckPath);
        Arguments.Add(series);
        Options.Add(directory);
        Options.Add(xml);
        SetAction(Export);
    }

    private int Export(ParseResult command)
    {
        var target = Path.GetFullPath(command.GetRequiredValue(directory));
        return StoreAccess.Run(options, command, create: false, store =>
        {
            var failures = 0;
            foreach (var group in command.GetRequiredValue(series).Distinct().GroupBy(FileNameOf))
                foreach (var (index, part) in group.Chunk(ExportRequest.MostSeries).Index())
                {
                    var name = index == 0 ? group.Key : $"{group.Key}-part{index + 1}";
                    try
                    {
                        store.Session.Ask(new ExportRequest(part, target, name, command.GetValue(xml)), answer => Print(answer, store.Output));
                    }
                    catch (ControlRefusedException e)
                    {
                        store.Output.Error($"{group.Key} is not exported: {e.Message}");
                        failures++;
                    }
                }
            return failures == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
    }

    private static void Print(ControlAnswer answer, StoreOutput output)
    {
        if (answer is not ExportAnswer export)
            return;
        output.Say($"{export.Path}");
        foreach (var note in export.Notes)
            output.Say($"  {note.Subject}: {note.Text}");
    }

    /// <summary>The file that a series goes to: its name without the last part, which becomes the data source. Names may hold
    /// anything; a file name here has letters, digits, dots, dashes and underscores, and does not begin with a dot.</summary>
    internal static string FileNameOf(string series)
    {
        var last = series.LastIndexOf('.');
        var name = string.Concat((last > 0 ? series[..last] : series).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
        name = name.Length > LongestName ? name[..LongestName] : name;
        return name.StartsWith('.') ? $"_{name[1..]}" : name;
    }
}
