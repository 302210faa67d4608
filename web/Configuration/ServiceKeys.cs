using Metrics.Actions.Rules;
using Metrics.Actions.Services;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[service.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class ServiceKeys
{
    private const int MostServices = 100, MostParts = 20, MostRestarts = 100;

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<ServiceOptions>> All { get; } =
    [
        new TableKey<ServiceOptions, string>("unit", ConfigTypes.Text, "none", "a name of a unit of systemd", "What is restarted.",
            (service, unit) => service with { Unit = unit })
        { Check = unit => MailServerKeys.AreUnits([unit]) },

        new TableKey<ServiceOptions, string>("mailserver", ConfigTypes.Text, "none", "a name of a `[mailserver.NAME]`", "The mail server that is restarted, unless it is held.",
            (service, name) => service with { MailServer = name }),

        new TableKey<ServiceOptions, IReadOnlyList<string>>("restart", ConfigTypes.Command, "none", "an absolute path and arguments", "What restarts it where there is no systemd.",
            (service, command) => service with { RestartCommand = [.. command] })
        { Check = MailServerKeys.IsCommand },

        new TableKey<ServiceOptions, IReadOnlyList<string>>("test", ConfigTypes.Command, "none", "an absolute path and arguments",
            "What checks its configuration, such as `[\"/usr/sbin/nginx\", \"-t\"]`; it is restarted only when that ends with 0.",
            (service, command) => service with { Test = [.. command] })
        { Check = MailServerKeys.IsCommand },

        new TableKey<ServiceOptions, TimeSpan>("window", ConfigTypes.Duration, "`\"1m\"`", "1s to 1d", "The least time between two restarts; what is asked for meanwhile is done once.",
            (service, span) => service with { Window = span })
        { Check = IsSpan },

        new RuleServiceKey(),

        new TableKey<ServiceOptions, int>("most", ConfigTypes.Count, "`3`", "1 to 100", "How often a watchdog restarts it within the time of `within`; then it gives up and tells.",
            (service, count) => service with { Most = count })
        { Check = count => count is >= 1 and <= MostRestarts ? null : $"takes 1 to {MostRestarts}; found {count}." },

        new TableKey<ServiceOptions, TimeSpan>("within", ConfigTypes.Duration, "`\"6h\"`", "1s to 1d", "See `most`.", (service, span) => service with { Within = span })
        { Check = IsSpan },
    ];

    // One of them says how it is restarted.
    private static readonly string[] Ways = ["unit", "mailserver", "restart"];

    /// <summary>The sections.</summary>
    public static TableKind<ServiceOptions> Kind { get; } = new("service", "a service", MostServices, All, name => new ServiceOptions(name), RuleKeys.FaultOfName, Check);

    private static ConfigFault? Check(TableDraft<ServiceOptions> draft) =>
        Ways.Count(draft.Keys.ContainsKey) == 1 ? null : new ConfigFault(draft.Place, $"{draft.Path} needs one of unit, mailserver and restart.");

    private static string? IsSpan(TimeSpan span) =>
        span >= TimeSpan.FromSeconds(1) && span <= TimeSpan.FromDays(1) ? null : $"takes 1s to 1d; found {ConfigTypes.Format(span)}.";

    /// <summary>What makes a watchdog restart it.</summary>
    private sealed record RuleServiceKey() : TableKey<ServiceOptions>("when", "text", "none", "the language of docs/alerts.md", "What makes a watchdog restart it: that it hangs.")
    {
        /// <inheritdoc/>
        public override IEnumerable<ConfigFault> Apply(ConfigValue value, TableDraft<ServiceOptions> draft)
        {
            try
            {
                if (value.Text is not { } text)
                    return [new ConfigFault(value.Place, $"{draft.Path}.when takes an expression in quotes; found {value.Found}.")];
                draft.Value = draft.Value with { When = RuleExpression.Parse(text) };
                return [];
            }
            catch (RuleLanguageException e)
            {
                return [new ConfigFault(value.Place, $"{draft.Path}.when cannot be understood: {ConfigValue.Printable(e.Message)}")];
            }
        }
    }
}
