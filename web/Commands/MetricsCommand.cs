using System.CommandLine;
using System.CommandLine.Parsing;
using Metrics.Grapher;

namespace Metrics.Web.Commands;

/// <summary>The command line <c>metrics</c>. Without a verb it serves.</summary>
internal static class MetricsCommand
{
    /// <summary>The whole tree of verbs.</summary>
    public static RootCommand Create()
    {
        var options = new ConfigOptions();
        var serve = new ServeCommand(options);
        var root = new RootCommand("Metrics: measures this machine, keeps the readings and shows them as graphs.")
        {
            serve,
            new ConfigCommand(options),
            new AnalyzeCommand(options),
            new QueryCommand(options),
            new GraphCommand(options),
            new StoreCommand(options),
            new UserCommand(options),
            new ShareCommand(options),
            new AlertCommand(options),
            new HoldCommand(options),
            new RestartCommand(options),
            new RuleCommand(options),
            new BlockCommand(options),
            new UnblockCommand(options),
            new BlocksCommand(options),
            new PanicCommand(options),
            new GuardCommand(options),
            new ImportCommand(options),
            new ExportCommand(options),
            new VersionCommand(),
        };
        options.AddTo(root);
        root.Action = serve.Action;
        return root;
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Where answers go; null: the output of the process.</param>
    /// <param name="error">Where it is said what failed; null: the error stream of the process.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter? output = null, TextWriter? error = null)
    {
        var command = Create().Parse(GraphArguments.Separate(arguments));
        // The host answers Ctrl-C and SIGTERM itself; two answers to one signal would race.
        var configuration = new InvocationConfiguration
        {
            ProcessTerminationTimeout = null,
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
        };
        return command.Errors.Count > 0
            ? Refuse(command, new StoreOutput(configuration.Output, configuration.Error))
            : await command.InvokeAsync(configuration);
    }

    /// <summary>Says what is wrong with a command line. The output stays empty: a program may read it.</summary>
    private static int Refuse(ParseResult command, StoreOutput output)
    {
        var verb = command.CommandResult.Command;
        foreach (var sentence in command.Errors.Select(error => error.Message).Distinct())
            output.Error(sentence);
        string[] known = [.. verb.Subcommands.Select(one => one.Name), .. verb.Options.Select(one => one.Name)];
        if (command.UnmatchedTokens is [var first, ..] && NearestName.Of(first, known) is { } near)
            output.Error($"Did you mean {near}?");
        var verbs = new Stack<string>();
        for (SymbolResult? at = command.CommandResult; at is CommandResult { Parent: not null } one; at = at.Parent)
            verbs.Push(one.Command.Name);
        output.Error($"{string.Join(' ', verbs.Prepend("metrics"))} --help says more.");
        return ExitCode.Usage;
    }
}
