namespace Metrics.Analyzers.Tops;

/// <summary>What a list ranks. The numbers stand in databases: none is ever used for anything else.</summary>
public enum TopKind : byte
{
    /// <summary>Of the server: senders of messages that were taken over.</summary>
    MailSenders = 1,

    /// <summary>Of the server: mailboxes here that got mail, as they were called last.</summary>
    MailRecipients = 2,

    /// <summary>Of the server: hosts that took mail from here.</summary>
    MailRelays = 3,

    /// <summary>Of the server: addresses that brought mail without signing in.</summary>
    MailHosts = 4,

    /// <summary>Of the server: who signed in to send mail.</summary>
    MailUsers = 5,

    /// <summary>Of the server: addresses that were refused.</summary>
    MailRefusedHosts = 6,

    /// <summary>Of a domain: who writes to it.</summary>
    MailCorrespondents = 7,

    /// <summary>Of a domain: to whom it writes.</summary>
    MailAddressees = 8,

    /// <summary>Files that went over FTP.</summary>
    FtpFiles = 16,

    /// <summary>Directories of these.</summary>
    FtpDirectories = 17,

    /// <summary>Who fetched and brought them.</summary>
    FtpHosts = 18,

    /// <summary>Of a domain: what was asked for, without programs that visit every page.</summary>
    WebPaths = 32,

    /// <summary>Of a domain: pages that led there.</summary>
    WebReferrers = 33,

    /// <summary>Of a domain: programs that asked.</summary>
    WebAgents = 34,
}
