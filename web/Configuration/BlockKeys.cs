using Metrics.Actions.Blocking;
using Metrics.Web.Access;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[block.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class BlockKeys
{
    private const int MostRules = 50;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromDays(365);

    // Those that point at addresses: nobody is kept out for what a user of this machine sends.
    private static readonly string[] Detectors = ["downloads", "harvesting", "passwords.ftp", "passwords.mail", "passwords.ssh", "traps"];

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<BlockRule>> All { get; } =
    [
        new TableKey<BlockRule, IReadOnlyList<string>>("detectors", ConfigTypes.TextList, "none", string.Join(", ", Detectors),
            "The detectors whose offenders are blocked. Of two sections with the same one the first holds.", (rule, names) => rule with { Detectors = [.. names] })
        { Check = AreDetectors },

        new TableKey<BlockRule, bool>("dry_run", ConfigTypes.Truth, "`true`", "true or false", "Whether it is only said who would have been blocked, and why.",
            (rule, dryRun) => rule with { DryRun = dryRun }),

        new TableKey<BlockRule, TimeSpan>("for", ConfigTypes.Duration, "`firewall.block_time`", "1m to 365d", "How long the first block of an address lasts; each further one lasts longer.",
            (rule, span) => rule with { For = span })
        { Check = span => span >= Shortest && span <= Longest ? null : $"takes 1m to 365d; found {ConfigTypes.Format(span)}." },

        new TableKey<BlockRule, IReadOnlyList<string>>("except", ConfigTypes.TextList, "none", "addresses, and networks such as `10.0.0.0/8`", "Who is not blocked by it.",
            (rule, networks) => rule with { Except = [.. networks.Select(text => ProxyTrust.Read(text)!.Value)] })
        { Check = ConfigKeys.AreNetworks },
    ];

    /// <summary>The sections.</summary>
    public static TableKind<BlockRule> Kind { get; } = new("block", "a rule of blocking", MostRules, All, name => new BlockRule(name), RuleKeys.FaultOfName, Check);

    private static ConfigFault? Check(TableDraft<BlockRule> draft) =>
        draft.Keys.ContainsKey("detectors") ? null : new ConfigFault(draft.Place, $"{draft.Path} needs detectors.");

    private static string? AreDetectors(IReadOnlyList<string> names) => names.FirstOrDefault(name => !Detectors.Contains(name)) is { } wrong
        ? $"has \"{ConfigValue.Printable(wrong)}\", which is none of {string.Join(", ", Detectors)}."
        : names.Count == 0 ? "takes at least one detector." : null;
}
