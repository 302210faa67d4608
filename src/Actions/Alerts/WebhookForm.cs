namespace Metrics.Actions.Alerts;

/// <summary>In what form a webhook takes what it is told.</summary>
public enum WebhookForm
{
    /// <summary>The document of docs/alerts.md.</summary>
    Metrics,

    /// <summary>An incoming webhook of Slack.</summary>
    Slack,

    /// <summary>An incoming webhook of Mattermost.</summary>
    Mattermost,

    /// <summary>A webhook of a channel of Discord.</summary>
    Discord,

    /// <summary>The method sendMessage of Telegram's Bot API; the address has the chat: <c>?chat_id=…</c>.</summary>
    Telegram,

    /// <summary>A workflow of Microsoft Teams that is started by a webhook.</summary>
    Teams,

    /// <summary>A topic of ntfy, which is the last part of the address.</summary>
    Ntfy,
}
