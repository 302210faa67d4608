using Metrics.Actions.Rules;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[rule.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class RuleKeys
{
    private const int MostRules = 20_000, LongestName = 60, LongestText = 200, MostNames = 50;

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<RuleDraft>> All { get; } =
    [
        new RuleTextKey("when", "What raises an incident of `level`.", (draft, expression) => draft with { When = expression }),

        new TableKey<RuleDraft, string>("level", ConfigTypes.Text, "`\"warning\"`", "warning or critical", "How bad it is when `when` holds.",
            (draft, level) => draft with { Level = Enum.Parse<RuleLevel>(level, ignoreCase: true) })
        { Check = IsLevel },

        new RuleTextKey("warning", "What raises a warning, in a rule of two levels.", (draft, expression) => draft with { Rule = draft.Rule with { Warning = expression } }),

        new RuleTextKey("critical", "What raises what is critical, in a rule of two levels.", (draft, expression) => draft with { Rule = draft.Rule with { Critical = expression } }),

        new RuleTextKey("clear", "What must hold for an incident to be over. Without it: that nothing raises it, with each number that something is compared with 5 % lower, or higher.",
            (draft, expression) => draft with { Rule = draft.Rule with { Clear = expression } }),

        new TableKey<RuleDraft, TimeSpan>("for", ConfigTypes.Duration, "`\"0s\"`", "0s to 30d", "How long it must hold before it raises.",
            (draft, span) => draft with { Rule = draft.Rule with { For = span } })
        { Check = IsSpan },

        new TableKey<RuleDraft, TimeSpan>("keep_for", ConfigTypes.Duration, "`\"0s\"`", "0s to 30d", "How long it must be over before it counts as over.",
            (draft, span) => draft with { Rule = draft.Rule with { KeepFor = span } })
        { Check = IsSpan },

        new TableKey<RuleDraft, string>("text", ConfigTypes.Text, "its name", "1 to 200 characters", "What it is about, for people; `*` stands for what its patterns have found.",
            (draft, text) => draft with { Rule = draft.Rule with { Text = text } })
        { Check = text => text.Length is >= 1 and <= LongestText ? null : $"takes 1 to {LongestText} characters; found {text.Length}." },

        new TableKey<RuleDraft, IReadOnlyList<string>>("alerts", ConfigTypes.TextList, "all", "names of `[alert.NAME]`", "Who is told.",
            (draft, names) => draft with { Rule = draft.Rule with { Alerts = [.. names] } })
        { Check = names => names.Count <= MostNames ? null : $"takes at most {MostNames} names; found {names.Count}." },

        new TableKey<RuleDraft, IReadOnlyList<string>>("muted_by", ConfigTypes.TextList, "none", "names of `[rule.NAME]`", "Rules whose incidents explain this one's: while one of them lasts nobody is told of it.",
            (draft, names) => draft with { Rule = draft.Rule with { MutedBy = [.. names] } })
        { Check = names => names.Count <= MostNames ? null : $"takes at most {MostNames} names; found {names.Count}." },

        new TableKey<RuleDraft, bool>("enabled", ConfigTypes.Truth, "`true`", "true or false", "Whether it is looked at. Switches a rule of the same name off that comes with Metrics.",
            (draft, enabled) => draft with { Rule = draft.Rule with { Enabled = enabled } }),
    ];

    /// <summary>The sections.</summary>
    public static TableKind<RuleDraft> Kind { get; } = new("rule", "a rule", MostRules, All, name => new RuleDraft(new Rule(name)), FaultOfName, Check);

    /// <summary>What a name of a rule or receiver takes, when it is none; null when it is right.</summary>
    internal static string? FaultOfName(string name) =>
        name.Length is >= 1 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? null : $"1 to {LongestName} letters, digits, - and _";

    private static ConfigFault? Check(TableDraft<RuleDraft> draft)
    {
        var (when, levels) = (draft.Keys.ContainsKey("when"), draft.Keys.ContainsKey("warning") || draft.Keys.ContainsKey("critical"));
        if (when && levels)
            return new ConfigFault(draft.Keys["when"], $"{draft.Path}.when stands beside warning or critical; leave one out.");
        var rule = draft.Value.Finished;
        if (!when && !levels && rule.Enabled)
            return new ConfigFault(draft.Place, $"{draft.Path} needs when, or warning and critical.");
        return rule.Fault is { } fault ? new ConfigFault(draft.Place, $"{draft.Path}: {ConfigValue.Printable(fault.Problem)}") : null;
    }

    private static string? IsLevel(string text) => text is "warning" or "critical" ? null : $"takes warning or critical; found \"{ConfigValue.Printable(text)}\".";

    private static string? IsSpan(TimeSpan span) => span <= TimeSpan.FromDays(30) ? null : $"takes 0s to 30d; found {ConfigTypes.Format(span)}.";
}
