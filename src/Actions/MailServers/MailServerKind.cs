namespace Metrics.Actions.MailServers;

/// <summary>The mail servers that can be held.</summary>
public enum MailServerKind
{
    /// <summary>Postfix.</summary>
    Postfix,

    /// <summary>Exim 4.</summary>
    Exim,

    /// <summary>OpenSMTPD.</summary>
    OpenSmtpd,

    /// <summary>Sendmail.</summary>
    Sendmail,

    /// <summary>qmail, kept up by daemontools.</summary>
    Qmail,
}
