using Metrics.Actions.Alerts;
using Metrics.Actions.Rules;

namespace Metrics.Web.Configuration;

/// <summary>The keys of the sections <c>[alert.NAME]</c>. Reading, messages and docs/config.md follow this table.</summary>
internal static class AlertKeys
{
    private const int MostReceivers = 100, MostArguments = 50;

    private static readonly string[] Forms = [.. Enum.GetNames<WebhookForm>().Select(name => name.ToLowerInvariant())];

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<TableKey<Receiver>> All { get; } =
    [
        new TableKey<Receiver, IReadOnlyList<string>>("mail", ConfigTypes.TextList, "none", "mail addresses, at most 50", "Who gets a mail, with the graph.",
            (receiver, to) => receiver with { Mail = [.. to] })
        { Check = ConfigKeys.AreMailAddresses },

        new TableKey<Receiver, string>("webhook", ConfigTypes.Text, "none", "an address of http or https", "Where a JSON document is posted to.",
            (receiver, address) => receiver with { Webhook = address })
        { Check = ConfigKeys.IsHookAddress },

        new TableKey<Receiver, string>("form", ConfigTypes.Text, "`\"metrics\"`", string.Join(", ", Forms),
            "What is posted there: the JSON document of docs/alerts.md, or what a chat service takes.",
            (receiver, form) => receiver with { Form = Enum.Parse<WebhookForm>(form, ignoreCase: true) })
        { Check = form => Forms.Contains(form) ? null : $"takes {string.Join(", ", Forms)}; found \"{ConfigValue.Printable(form)}\"." },

        new TableKey<Receiver, string>("secret_file", ConfigTypes.Text, "none", "an absolute path", "File of the secret that signs what is posted.",
            (receiver, path) => receiver with { SecretFile = path })
        { Check = ConfigKeys.IsAbsolute },

        new TableKey<Receiver, string>("secret_credential", ConfigTypes.Text, "none", "a name without slashes", "Name of the credential of systemd that has it.",
            (receiver, name) => receiver with { SecretCredential = name })
        { Check = name => name.Contains('/') || name is "" or "." or ".." ? $"takes a name without slashes; found \"{ConfigValue.Printable(name)}\"." : null },

        new TableKey<Receiver, IReadOnlyList<string>>("command", ConfigTypes.Command, "none", "an absolute path and arguments, at most 50",
            "A program that gets the JSON document as its input. There is no shell, and it is ended after 20 s.",
            (receiver, command) => receiver with { Command = [.. command] })
        { Check = command => command.Count is 0 or > MostArguments ? $"takes 1 to {MostArguments} texts; found {command.Count}." : ConfigKeys.IsAbsolute(command[0]) },

        new TableKey<Receiver, string>("level", ConfigTypes.Text, "`\"warning\"`", "warning or critical", "The least that is told.",
            (receiver, level) => receiver with { Level = Enum.Parse<RuleLevel>(level, ignoreCase: true) })
        { Check = text => text is "warning" or "critical" ? null : $"takes warning or critical; found \"{ConfigValue.Printable(text)}\"." },

        new TableKey<Receiver, TimeSpan>("after", ConfigTypes.Duration, "`\"0s\"`", "0s to 7d", "How long an incident lasts without being acknowledged before it is told: for who is asked when the first do not answer.",
            (receiver, span) => receiver with { After = span })
        { Check = span => span <= TimeSpan.FromDays(7) ? null : $"takes 0s to 7d; found {ConfigTypes.Format(span)}." },

        new TableKey<Receiver, TimeSpan>("repeat", ConfigTypes.Duration, "`\"4h\"`", "0s: never; to 30d", "How often is reminded of what lasts and is not acknowledged.",
            (receiver, span) => receiver with { Repeat = span })
        { Check = span => span <= TimeSpan.FromDays(30) ? null : $"takes 0s to 30d; found {ConfigTypes.Format(span)}." },

        new TableKey<Receiver, TimeSpan>("group", ConfigTypes.Duration, "`\"30s\"`", "0s to 1h", "The least time between two messages: what comes meanwhile is told together.",
            (receiver, span) => receiver with { Group = span })
        { Check = span => span <= TimeSpan.FromHours(1) ? null : $"takes 0s to 1h; found {ConfigTypes.Format(span)}." },

        new TableKey<Receiver, IReadOnlyList<string>>("quiet", ConfigTypes.TextList, "none", "hours such as `22:00-07:00` or `sat-sun 00:00-00:00`",
            "Hours in which only what is critical is told; the rest is, when they are over, if it still lasts.",
            (receiver, hours) => receiver with { Quiet = SilenceKeys.Hours(hours) })
        { Check = SilenceKeys.FaultOfHours },
    ];

    /// <summary>The sections.</summary>
    public static TableKind<Receiver> Kind { get; } = new("alert", "an alert", MostReceivers, All, name => new Receiver(name), RuleKeys.FaultOfName, Check);

    private static ConfigFault? Check(TableDraft<Receiver> draft)
    {
        if (!draft.Keys.ContainsKey("mail") && !draft.Keys.ContainsKey("webhook") && !draft.Keys.ContainsKey("command"))
            return new ConfigFault(draft.Place, $"{draft.Path} needs mail, webhook or command.");
        if (draft.Value is not { Webhook: { Length: > 0 } address, Form: var form })
            return draft.Keys.TryGetValue("form", out var place) && !draft.Keys.ContainsKey("webhook") ? new ConfigFault(place, $"{draft.Path}.form needs webhook.") : null;
        return form switch
        {
            WebhookForm.Telegram when ChatMessage.ChatOf(address) is null =>
                new ConfigFault(draft.Keys["webhook"], $"{draft.Path}.webhook needs the chat, such as https://api.telegram.org/botTOKEN/sendMessage?chat_id=-100123."),
            WebhookForm.Ntfy when ChatMessage.TopicOf(address).Length == 0 =>
                new ConfigFault(draft.Keys["webhook"], $"{draft.Path}.webhook needs the topic, such as https://ntfy.sh/TOPIC."),
            _ => null,
        };
    }
}
