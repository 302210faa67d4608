using System.Collections.Immutable;
using Metrics.Actions.Alerts;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[silence.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class SilenceKeys
{
    private const int MostSilences = 200, MostHours = 50, MostRules = 50, LongestText = 255;

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<PlannedSilence>> All { get; } =
    [
        new TableKey<PlannedSilence, IReadOnlyList<string>>("when", ConfigTypes.TextList, "none", "hours such as `sun 02:00-04:00`", "When nobody is told, in local time; a list has several.",
            (silence, hours) => silence with { When = Hours(hours) })
        { Check = FaultOfHours },

        new TableKey<PlannedSilence, IReadOnlyList<string>>("rules", ConfigTypes.TextList, "all", "names of `[rule.NAME]`", "What is not told.",
            (silence, names) => silence with { Rules = [.. names] })
        { Check = names => names.Count <= MostRules ? null : $"takes at most {MostRules} names; found {names.Count}." },

        new TableKey<PlannedSilence, string>("subject", ConfigTypes.Text, "all", "what the stars of the rules stand for", "Of which thing it is not told.",
            (silence, subject) => silence with { Subject = subject })
        { Check = IsShort },

        new TableKey<PlannedSilence, string>("comment", ConfigTypes.Text, "none", "at most 255 characters", "Why, for people.",
            (silence, comment) => silence with { Comment = comment })
        { Check = IsShort },
    ];

    /// <summary>The sections.</summary>
    public static TableKind<PlannedSilence> Kind { get; } = new("silence", "a silence", MostSilences, All, name => new PlannedSilence(name), RuleKeys.FaultOfName, Check);

    /// <summary>Hours that <see cref="FaultOfHours"/> finds right.</summary>
    internal static ImmutableArray<WeeklyHours> Hours(IReadOnlyList<string> texts) => [.. texts.Select(text => WeeklyHours.Read(text)!.Value)];

    /// <summary>What is wrong with hours of a week; null when nothing is.</summary>
    internal static string? FaultOfHours(IReadOnlyList<string> texts) => texts.Count > MostHours ? $"takes at most {MostHours} texts; found {texts.Count}."
        : texts.FirstOrDefault(text => WeeklyHours.Read(text) is null) is { } wrong ? $"takes hours such as 22:00-07:00 or sat-sun 00:00-00:00; found \"{ConfigValue.Printable(wrong)}\"."
        : null;

    private static ConfigFault? Check(TableDraft<PlannedSilence> draft) =>
        draft.Keys.ContainsKey("when") ? null : new ConfigFault(draft.Place, $"{draft.Path} needs when.");

    private static string? IsShort(string text) => text.Length <= LongestText ? null : $"takes at most {LongestText} characters; found {text.Length}.";
}
