using Metrics.Actions.Hold;
using Metrics.Actions.Rules;

namespace Metrics.Web.Configuration;

/// <summary>The settings of section <c>[hold]</c>.</summary>
internal static class HoldKeys
{
    private const int MostNames = 50, MostPerMinute = 100_000;

    /// <summary>The settings, in the order of the documentation.</summary>
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        new ConfigKey<bool>("hold", "armed", ConfigTypes.Truth, "Whether mail is really held; if not, it is told what would be done.",
            s => s.Hold.Armed, (s, v) => s.Hold.Armed = v)
        { Limits = "true or false" },

        new ConfigKey<string>("hold", "level", ConfigTypes.Text, "How far a hold goes that a rule begins.",
            s => NameOf(s.Hold.Level), (s, v) => s.Hold.Level = LevelOf(v)!.Value)
        { Limits = "warn, hold, filter or stop", Check = text => LevelOf(text) is null ? $"takes warn, hold, filter or stop; found \"{ConfigValue.Printable(text)}\"." : null },

        new ConfigKey<string>("hold", "when", ConfigTypes.Text, "What begins a hold, such as `sum(mail.delivered, 10m) - sum(mail.received, 10m) > 5000`.",
            s => s.Hold.When?.Text ?? "", (s, v) => s.Hold.When = v.Length == 0 ? null : RuleExpression.Parse(v))
        { Limits = "the language of docs/alerts.md; empty: nothing does", Check = FaultOf },

        new ConfigKey<TimeSpan>("hold", "for", ConfigTypes.Duration, "How long that must be so.",
            s => s.Hold.For, (s, v) => s.Hold.For = v)
        { Limits = "0s to 1h", Check = span => span <= TimeSpan.FromHours(1) ? null : $"takes 0s to 1h; found {ConfigTypes.Format(span)}." },

        new ConfigKey<IReadOnlyList<string>>("hold", "rules", ConfigTypes.TextList, "Rules whose incidents begin a hold, too.",
            s => s.Hold.Rules, (s, v) => s.Hold.Rules = v)
        { Limits = "names of `[rule.NAME]`", Check = names => names.Count <= MostNames ? null : $"takes at most {MostNames} names; found {names.Count}." },

        new ConfigKey<IReadOnlyList<string>>("hold", "except", ConfigTypes.TextList, "Times in which no rule begins a hold: a newsletter's.",
            s => [.. s.Hold.Except.Select(week => week.ToString())], (s, v) => s.Hold.Except = [.. v.Select(text => WeekTime.Read(text)!.Value)])
        { Limits = "such as `Tue 06:00-12:00`, or `22:00-02:00` for each day", Check = AreTimes },

        new ConfigKey<IReadOnlyList<string>>("hold", "spared", ConfigTypes.TextList, "Senders whose mail may be much: while at least half of what waits in the queues is theirs a rule only warns.",
            s => s.Hold.Spared, (s, v) => s.Hold.Spared = v)
        { Limits = "mail addresses, at most 50", Check = ConfigKeys.AreMailAddresses },

        new ConfigKey<int>("hold", "per_minute", ConfigTypes.Count, "How many messages each mail server lets go in a minute after a hold.",
            s => s.Hold.PerMinute, (s, v) => s.Hold.PerMinute = v)
        { Limits = "6 to 100000", Check = count => count is >= 6 and <= MostPerMinute ? null : $"takes 6 to {MostPerMinute}; found {count}." },
    ];

    /// <summary>A level as the configuration and the command line name it.</summary>
    public static string NameOf(HoldLevel level) => level.ToString().ToLowerInvariant();

    /// <summary>The level of a name; null when there is none.</summary>
    public static HoldLevel? LevelOf(string name) => Enum.GetValues<HoldLevel>().Cast<HoldLevel?>().FirstOrDefault(level => NameOf(level!.Value) == name);

    private static string? AreTimes(IReadOnlyList<string> times) => times.FirstOrDefault(text => WeekTime.Read(text) is null) is { } wrong
        ? $"takes times such as Tue 06:00-12:00; found \"{ConfigValue.Printable(wrong)}\"."
        : null;

    private static string? FaultOf(string text)
    {
        try
        {
            if (text.Length > 0)
                RuleExpression.Parse(text);
            return null;
        }
        catch (RuleLanguageException e)
        {
            return $"cannot be understood: {ConfigValue.Printable(e.Message)}";
        }
    }
}
