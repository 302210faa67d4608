using System.CommandLine;
using Metrics.Actions.Firewall;
using Metrics.Actions.Guard;
using Metrics.Web.Configuration;

namespace Metrics.Web.Commands;

/// <summary>Commands that ask the guard, whether the server runs or not.</summary>
internal static class GuardAccess
{
    /// <summary>A duration such as <c>1h</c>.</summary>
    public static Option<TimeSpan?> Duration(string description) => new("--for")
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (ConfigTypes.TryParseDuration(text, out var span) && span >= TimeSpan.FromSeconds(1))
                return span;
            result.AddError($"--for takes a duration such as 30m, 1h or 7d; found \"{text}\".");
            return null;
        },
    };

    /// <summary>Runs a command that asks the guard.</summary>
    /// <returns>One of <see cref="ExitCode"/>; what failed is on the error stream.</returns>
    public static async Task<int> RunAsync(ConfigOptions options, ParseResult command, Func<GuardClient, StoreOutput, Task<int>> run, CancellationToken cancel)
    {
        if (options.Load(command) is not { } config)
            return ExitCode.Usage;
        var output = StoreOutput.Of(command);
        using var client = new GuardClient(config.Settings.Guard, TimeProvider.System);
        try
        {
            // Whoever works here from afar must not cut himself off.
            if (SshOrigin.Of(Environment.ProcessId) is { } address)
                await client.AskAsync<DoneAnswer>(new AdministratorRequest(address), cancel);
            return await run(client, output);
        }
        catch (Exception e) when (e is GuardRefusedException or GuardAbsentException)
        {
            output.Error(e.Message);
            return ExitCode.Failed;
        }
    }
}
