using System.CommandLine;
using Metrics.Web.State;

namespace Metrics.Web.Commands;

/// <summary>A command at work on the state database, beside a running server or without one.</summary>
internal static class StateAccess
{
    /// <summary>Opens the database and does something with it.</summary>
    /// <returns>One of <see cref="ExitCode"/>; what failed is then on the error stream as a sentence.</returns>
    public static int Run(ConfigOptions options, ParseResult command, Func<StateDatabase, Configuration.MetricsSettings, StoreOutput, int> action)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        try
        {
            using var state = StateDatabase.Open(config.Settings.Store.Path);
            var exit = action(state, config.Settings, output);
            StateDatabase.WaitUntilSeen();
            return exit;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }
    }
}
