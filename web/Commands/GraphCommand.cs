using System.CommandLine;
using System.Globalization;
using Metrics.Grapher;
using Metrics.Grapher.Language.Times;
using Metrics.Web.Control;
using Metrics.Web.Endpoints;
using Metrics.Web.Pages;

namespace Metrics.Web.Commands;

/// <summary><c>metrics graph</c>: draws a graph of the pages, or what arguments of rrdgraph say, to a file.</summary>
internal sealed class GraphCommand : Command
{
    private const int UsualWidth = 900, UsualHeight = 250;

    private readonly Argument<string[]> words = new("NAME|ARGUMENT")
    {
        Description = "The name of a graph, as in its address; or options and statements of rrdgraph as a script of RRDtool has them, "
            + "such as --start -1d DEF:in=net.eth0.in:AVERAGE LINE1:in#00ff00:In. A DEF reads a series of the store or an .rrd file.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string> output = new("--output", "-o") { Description = "The file to write; - is the output.", HelpName = "FILE", Required = true };
    private readonly Option<AtTime?> from = StoreArguments.Time("--from", "Start of the time; a day before its end where it is left out.");
    private readonly Option<AtTime?> to = StoreArguments.Time("--to", "End of the time; now where it is left out.");
    private readonly Option<string?> range = new("--range") { Description = "6h, day, week, month or year, instead of --from and --to.", HelpName = "RANGE" };
    private readonly Option<(int Width, int Height)?> size = new("--size") { Description = "Width and height in pixels; 900x250 where it is left out.", HelpName = "WIDTHxHEIGHT" };
    private readonly Option<int> scale = new("--scale") { Description = "Device pixels per pixel, 1 to 3.", HelpName = "NUMBER" };
    private readonly Option<GraphTheme> theme = new("--theme") { Description = "light, dark, or auto for drawings that follow their reader.", HelpName = "THEME" };
    private readonly Option<string?> format = new("--format")
    {
        Description = $"{string.Join(", ", GraphFormat.All.Select(one => one.Extension))}; by default what the file's name ends with, else png.",
        HelpName = "FORMAT",
    };
    private readonly ConfigOptions options;

    /// <summary>Makes the verb.</summary>
    public GraphCommand(ConfigOptions options)
        : base("graph", "Draws a graph to a file: one of the pages by its name, or what arguments of RRDtool's rrdgraph say.")
    {
        this.options = options;
        Checked();
        Arguments.Add(words);
        foreach (var option in (Option[])[output, from, to, range, size, scale, theme, format])
            Options.Add(option);
        SetAction(Draw);
    }

    private void Checked()
    {
        output.Validators.Add(StoreArguments.CheckPath);
        size.CustomParser = result =>
        {
            var parts = result.Tokens.Single().Value.Split('x');
            if (parts.Length == 2 && Whole(parts[0], 120, 4_000) is { } width && Whole(parts[1], 24, 2_000) is { } height)
                return (width, height);
            result.AddError($"--size takes width and height such as 900x250, 120x24 to 4000x2000; found \"{result.Tokens.Single().Value}\".");
            return default;
        };
        scale.DefaultValueFactory = _ => 1;
        scale.CustomParser = result =>
        {
            if (Whole(result.Tokens.Single().Value, 1, 3) is { } number)
                return number;
            result.AddError($"--scale takes 1, 2 or 3; found \"{result.Tokens.Single().Value}\".");
            return 1;
        };
        theme.DefaultValueFactory = _ => GraphTheme.Light;
        theme.CustomParser = result =>
        {
            if (PageQuery.TryReadTheme(result.Tokens.Single().Value, out var found))
                return found ?? GraphTheme.Auto;
            result.AddError($"--theme takes light, dark or auto; found \"{result.Tokens.Single().Value}\".");
            return default;
        };
        range.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }, ..] && GraphRange.Find(name) is null)
                result.AddError($"--range takes {string.Join(", ", GraphRange.Named.Select(one => one.Name))}; found \"{name}\".");
        });
        format.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }, ..] && GraphFormat.Find(name) is null)
                result.AddError($"--format takes {string.Join(", ", GraphFormat.All.Select(one => one.Extension))}; found \"{name}\".");
        });
        Validators.Add(result =>
        {
            if (result.GetValue(range) is not null && (result.GetResult(from) is { Implicit: false } || result.GetResult(to) is { Implicit: false }))
                result.AddError("--range stands instead of --from and --to; leave one out.");
            if (result.GetValue(words) is { } found && !found.Any(GraphArguments.IsStatement) && found.Length != 1)
                result.AddError("metrics graph takes one name of a graph, or arguments of rrdgraph with a statement such as DEF:… among them.");
            if (result.GetValue(format) is null && result.GetValue(output) is { } file && FormatOf(file) is null)
                result.AddError($"{Path.GetExtension(file)} is no format; there are {string.Join(", ", GraphFormat.All.Select(one => one.Extension))}.");
        });
    }

    private int Draw(ParseResult command)
    {
        var found = command.GetRequiredValue(words);
        var file = command.GetRequiredValue(output);
        var form = GraphFormat.Find(command.GetValue(format) ?? "") ?? FormatOf(file)!;
        var (width, height) = command.GetValue(size) ?? (UsualWidth, UsualHeight);
        var look = new PictureOptions(width, height, command.GetValue(theme), command.GetValue(scale));
        if (found.Any(GraphArguments.IsStatement))
            return new GraphScript(options, command).Draw(found, file, form, look);
        return options.Range(command, from, to) is { } time
            ? DrawNamed(command, new GraphRequest(found[0], Range(command), time.StartSeconds, time.EndSeconds, look.Width, look.Height, look.Theme, look.Scale,
                form.Extension), file)
            : ExitCode.Usage;
    }

    /// <summary>The named range; of neither a name nor times, the day of the pages.</summary>
    private string? Range(ParseResult command) => command.GetValue(range)
        ?? (command.GetResult(from) is { Implicit: false } || command.GetResult(to) is { Implicit: false } ? null : GraphRange.Day.Name);

    private int DrawNamed(ParseResult command, GraphRequest request, string file) => StoreAccess.Run(options, command, create: false, store =>
    {
        var bytes = new MemoryStream();
        store.Session.Ask(request, answer => bytes.Write((answer as PartAnswer)?.Bytes ?? []));
        Write(file, bytes.ToArray());
        return ExitCode.Ok;
    });

    /// <summary>Writes a file, or to the output where its name is a dash.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static void Write(string file, byte[] bytes)
    {
        if (file != "-")
        {
            File.WriteAllBytes(file, bytes);
            return;
        }
        using var stream = Console.OpenStandardOutput();
        stream.Write(bytes);
    }

    private static GraphFormat? FormatOf(string file) => GraphFormat.Find(Path.GetExtension(file) is { Length: > 1 } extension ? extension[1..].ToLowerInvariant() : "png");

    private static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
