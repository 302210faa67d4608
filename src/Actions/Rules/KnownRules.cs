using System.Collections.Immutable;
using Metrics.Actions.Blocking;

namespace Metrics.Actions.Rules;

/// <summary>The rules that come with the program, for the sources that it knows. A section <c>[rule.NAME]</c> of the same name replaces one, or switches it off.</summary>
public static class KnownRules
{
    /// <summary>The rules.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        Make("temperature", "Temperature of * near its limit", 60,
            "avg(hwmon.*.temp*, 1m) > 0.9 * fact(hwmon.*.temp*, \"crit\")", "avg(hwmon.*.temp*, 1m) >= fact(hwmon.*.temp*, \"crit\")"),
        Make("fan", "Fan * stands still", 60, null, "max(hwmon.*.fan*, 1m) == 0 and max(hwmon.*.fan*, 7d) > 0"),
        Make("disk-full", "File system * will be full within 4 days", 1_800,
            "forecast(fs.*.used, 6h, 4d) > fs.*.size and fs.*.used / fs.*.size > 0.5", "fs.*.used / fs.*.size > 0.97"),
        Make("raid", "RAID * lacks disks", 30, null, "raid.*.degraded > 0"),
        Make("swap-storm", "The machine swaps all the time", 120, "min(swap.in, 2m) > 4Mi and min(swap.out, 2m) > 4Mi", null),
        Make("mail-queue", "The mail queue is long and grows", 600,
            "min(mail.queue, 10m) > 100 and avg(mail.queue, 10m) > 1.25 * min(mail.queue, 2h)", "min(mail.queue, 10m) > 1000 and avg(mail.queue, 10m) > 1.5 * min(mail.queue, 2h)"),
        Make("mail-deferred", "More mail is deferred than sent", 600, "sum(mail.deferred, 30m) > 50 and sum(mail.deferred, 30m) > sum(mail.sent, 30m)", null),
        Make("ftp-refusals", "FTP refuses many", 120, "sum(ftp.refused, 5m) > 100 and avg(ftp.refused, 5m) > 4 * usual(ftp.refused, 1h)", null),
    ];

    /// <summary>What raises incidents without being a rule: it can be silenced, too.</summary>
    public static ImmutableArray<string> Reported { get; } = [OffenderIncidents.Rule];

    private static Rule Make(string name, string text, int seconds, string? warning, string? critical) => new(name)
    {
        Text = text,
        For = TimeSpan.FromSeconds(seconds),
        KeepFor = TimeSpan.FromMinutes(2),
        Warning = warning is null ? null : RuleExpression.Parse(warning),
        Critical = critical is null ? null : RuleExpression.Parse(critical),
        Optional = true,
    };
}
