using System.CommandLine;
using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary><c>metrics config check</c> and <c>metrics config show</c>.</summary>
internal sealed class ConfigCommand : Command
{
    private readonly ConfigOptions options;

    /// <summary>Makes the verbs.</summary>
    public ConfigCommand(ConfigOptions options) : base("config", "Looks at the configuration.")
    {
        this.options = options;
        var check = new Command("check", "Says whether the configuration is right, with all its faults at once.");
        check.SetAction(CheckAsync);
        var show = new Command("show", "Prints every setting as it is in force, and where it comes from.");
        show.SetAction(Show);
        Subcommands.Add(check);
        Subcommands.Add(show);
    }

    private async Task<int> CheckAsync(ParseResult command, CancellationToken cancel)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        if (await SmartHosts.ProblemAsync(config.Settings.Mail.Hosts, cancel) is { } problem)
        {
            StoreOutput.Of(command).Error(problem);
            return ExitCode.Usage;
        }
        foreach (var warning in SmartHosts.Warnings(config.Settings))
            StoreOutput.Of(command).Error(warning);
        foreach (var missing in RuleSeries.Problems(config.Settings, cancel))
            StoreOutput.Of(command).Error($"Take note: {missing}");
        var sentence = config.Files.Count == 0
            ? "No configuration file, which is fine: all settings are at their defaults."
            : $"The configuration is right: {string.Join(", ", config.Files)}";
        StoreOutput.Of(command).Say($"{sentence}");
        return ExitCode.Ok;
    }

    private int Show(ParseResult command)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = command.InvocationConfiguration.Output;
        foreach (var section in ConfigKeys.Sections)
        {
            output.WriteLine($"[{section}]");
            foreach (var key in ConfigKeys.All.Where(key => key.Section == section))
                output.WriteLine($"{key.Name} = {key.Show(config.Settings)}  # {Origin(key, config)}");
            output.WriteLine();
        }
        foreach (var graph in config.Settings.Graphs)
            output.WriteLine($"[graph.{ConfigTypes.Quote(graph.Name)}]  # {config.Origins[GraphKeys.Kind.Prefix + graph.Name]}");
        return ExitCode.Ok;
    }

    private static string Origin(ConfigKey key, LoadedConfig config) =>
        config.Origins.TryGetValue(key.Path, out var place) ? place.ToString() : "default";
}
