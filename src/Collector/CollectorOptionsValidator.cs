using Microsoft.Extensions.Options;

namespace Metrics.Collector;

/// <summary>Finds all that is wrong with <see cref="CollectorOptions"/> at once.</summary>
public sealed class CollectorOptionsValidator : IValidateOptions<CollectorOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CollectorOptions options)
    {
        string?[] faults =
        [
            StepFault("Step", options.Step),
            StepFault("NetworkStep", options.NetworkStep),
            RootFault("ProcRoot", options.ProcRoot, "nothing of this machine could be read"),
            RootFault("SysRoot", options.SysRoot, "disks and sensors could not be found"),
            .. options.Disabled.Select(NameFault),
        ];
        return faults.OfType<string>().ToArray() is { Length: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }

    private static string? StepFault(string key, TimeSpan step)
    {
        var seconds = step.Ticks / TimeSpan.TicksPerSecond;
        return seconds is >= 1 and <= 60 && step.Ticks % TimeSpan.TicksPerSecond == 0 && 60 % seconds == 0
            ? null
            : $"Collector:{key} ({step}) must be 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60 seconds; with another step the rows of a minute would not end on the minute.";
    }

    private static string? RootFault(string key, string root, string consequence) => Directory.Exists(root)
        ? null
        : $"Collector:{key} ({root}) is not a directory; {consequence}.";

    private static string? NameFault(string source) => BuiltInSources.Names.Contains(source)
        ? null
        : $"Collector:Disabled ({source}) is not the name of a source ({string.Join(", ", BuiltInSources.Names)}); nothing would be switched off.";
}
