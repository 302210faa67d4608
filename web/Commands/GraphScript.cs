using System.CommandLine;
using Metrics.Grapher;
using Metrics.Grapher.Language;
using Metrics.RrdStore;
using Metrics.Web.Configuration;
using Metrics.Web.Control;
using Metrics.Web.Endpoints;

namespace Metrics.Web.Commands;

/// <summary>Draws what arguments of rrdgraph say, and prints what rrdtool prints: the size of the picture, then each PRINT.</summary>
/// <param name="options">Where the configuration is.</param>
/// <param name="command">The command line.</param>
internal sealed class GraphScript(ConfigOptions options, ParseResult command)
{
    private const int LongestQuote = 80;

    private readonly StoreOutput output = new(command.InvocationConfiguration.Output, command.InvocationConfiguration.Error);

    /// <summary>Draws.</summary>
    /// <param name="words">The arguments.</param>
    /// <param name="file">Where to; a dash for the output, which then has nothing else.</param>
    /// <param name="format">What to write.</param>
    /// <param name="look">Theme and scale; the arguments say the size.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Draw(string[] words, string file, GraphFormat format, PictureOptions look)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        try
        {
            var program = GraphProgram.Parse(words);
            foreach (var note in program.Notes)
                output.Error(Quote(words, note));
            var zone = config.Settings.Server.TimeZone;
            var time = program.RangeAt(new GraphContext(TimeProvider.System.GetUtcNow(), zone));
            var range = new GraphRange("custom", TimeSpan.FromSeconds(time.Seconds), DateTimeOffset.FromUnixTimeSeconds(time.EndSeconds));
            // A script on files needs no store, as with rrdtool; a file that is gone may have been imported.
            return program.HasSeries || program.Files.Any(file => !File.Exists(file))
                ? StoreAccess.Run(options, command, create: false, store => Draw(program, new SessionColumnReader(store.Session), zone, range))
                : Draw(program, null, zone, range);
        }
        catch (GraphLanguageException e)
        {
            foreach (var fault in e.Faults)
                output.Error(Quote(words, fault));
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is StoreFormatException or IOException or UnauthorizedAccessException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }

        int Draw(GraphProgram program, IColumnReader? store, TimeZoneInfo zone, GraphRange range)
        {
            var renderer = new GraphRenderer(RrdColumnReader.Read(program.Files.Where(File.Exists), store), zone, TimeProvider.System);
            var graph = GraphDefinition.Of("graph", "other", program);
            try
            {
                var picture = renderer.Around(graph, range) with { Scale = look.Scale };
                // Light is what is drawn when nothing is said: then the ground that the arguments ask for decides.
                if (look.Theme != GraphTheme.Light)
                    picture = picture with { Theme = look.Theme };
                GraphCommand.Write(file, format.Draw(renderer, graph, range, picture));
                if (file == "-")
                    return ExitCode.Ok;
                output.Say($"{picture.Width * picture.Scale}x{picture.Height * picture.Scale}");
                foreach (var print in renderer.Prints(graph, range, picture))
                    output.Say($"{print}");
                return ExitCode.Ok;
            }
            catch (GraphLanguageException e)
            {
                foreach (var fault in e.Faults)
                    output.Error(Quote(words, fault));
                return ExitCode.Failed;
            }
            catch (ArgumentOutOfRangeException e)
            {
                output.Error(e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal).Split('\n')[0]);
                return ExitCode.Usage;
            }
        }
    }

    /// <summary>A fault with the argument it is in.</summary>
    private static string Quote(string[] words, GraphFault fault)
    {
        var word = words[Math.Clamp(fault.At.Line - 1, 0, words.Length - 1)];
        return $"{ConfigValue.Printable(word.Length > LongestQuote ? word[..LongestQuote] + "…" : word)}, column {fault.At.Column}: {fault.Problem}";
    }
}
