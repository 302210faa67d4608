using System.CommandLine;
using Metrics.Actions;
using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary>The options that say where the configuration and the data are; every verb takes them.</summary>
internal sealed class ConfigOptions
{
    private readonly Option<string?> config = new("--config")
    {
        Description = "The configuration file; conf.d beside it is read too.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> data = new("--data")
    {
        Description = "The data directory, before what the configuration says.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Adds the options to the root, from where every verb has them.</summary>
    public void AddTo(RootCommand root)
    {
        config.Validators.Add(StoreArguments.CheckPath);
        data.Validators.Add(StoreArguments.CheckPath);
        root.Options.Add(config);
        root.Options.Add(data);
    }

    /// <summary>Reads the configuration and writes its faults, if any, to the error stream.</summary>
    /// <returns>The configuration, or null when it has faults: the exit code is then <see cref="ExitCode.Usage"/>.</returns>
    public LoadedConfig? Load(ParseResult command)
    {
        var loaded = ConfigReader.Read(command.GetValue(config), Environment.GetEnvironmentVariables());
        foreach (var fault in loaded.Faults)
            StoreOutput.Of(command).Error(fault.ToString());
        if (loaded.Faults.Count > 0)
            return null;
        if (command.GetValue(data) is { } directory)
            loaded.Settings.Store.Path = Path.GetFullPath(directory);
        loaded.Settings.CommandOptions = Given(config) + Given(data);
        return loaded;

        string Given(Option<string?> option) => command.GetValue(option) is { } path ? $" {option.Name} {ShellWord.Of(Path.GetFullPath(path))}" : "";
    }
}
