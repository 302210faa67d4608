namespace Metrics.Analyzers.Usage;

/// <summary>What is counted for an account. The numbers stand in databases: none is ever used for anything else.</summary>
public enum Measure : byte
{
    /// <summary>Messages of the account as sender; of the server: of all its domains.</summary>
    MailSent = 1,

    /// <summary>Their size in bytes.</summary>
    MailSentBytes = 2,

    /// <summary>Their recipients.</summary>
    MailSentRecipients = 3,

    /// <summary>Messages delivered to the account; for a domain each message once, however many of its mailboxes got it.</summary>
    MailReceived = 4,

    /// <summary>Size in bytes of all deliveries to mailboxes of the account.</summary>
    MailReceivedBytes = 5,

    /// <summary>Deliveries to mailboxes of the account.</summary>
    MailReceivedRecipients = 6,

    /// <summary>Deliveries of mail of the account that failed for good.</summary>
    MailBounced = 7,

    /// <summary>Attempts to deliver mail of the account that will be repeated.</summary>
    MailDeferred = 8,

    /// <summary>Refusals of mail to the account, all reasons; the reasons follow from <see cref="MailRejectedOther"/> on.</summary>
    MailRejected = 9,

    /// <summary>Deliveries of mail of the account that other servers took.</summary>
    MailRelayed = 10,

    /// <summary>Messages that the server took over, from anybody.</summary>
    MailAccepted = 11,

    /// <summary>Messages to the account that a filter took for spam, refused or not.</summary>
    MailFoundSpam = 12,

    /// <summary>Messages to the account in which a filter found a virus.</summary>
    MailFoundVirus = 13,

    /// <summary>Attempts to hand in mail to the account that a greylist put off.</summary>
    MailGreylisted = 14,

    /// <summary>Messages to the account in which a filter found nothing.</summary>
    MailFoundClean = 15,

    /// <summary>Refusals for a reason not listed here.</summary>
    MailRejectedOther = 16,

    /// <summary>Refusals because of a block list.</summary>
    MailRejectedBlockList = 17,

    /// <summary>Refusals because there is no such recipient.</summary>
    MailRejectedUnknownRecipient = 18,

    /// <summary>Refusals because the recipient is of another server.</summary>
    MailRejectedRelay = 19,

    /// <summary>Refusals until later (greylisting).</summary>
    MailRejectedGreylist = 20,

    /// <summary>Refusals because of the client's name for itself.</summary>
    MailRejectedHelo = 21,

    /// <summary>Refusals because of the sender's address.</summary>
    MailRejectedSender = 22,

    /// <summary>Refusals as spam.</summary>
    MailRejectedSpam = 23,

    /// <summary>Refusals because of a virus.</summary>
    MailRejectedVirus = 24,

    /// <summary>Refusals because the client came too often.</summary>
    MailRejectedRate = 25,

    /// <summary>Refusals because the client would not wait.</summary>
    MailRejectedTarpit = 26,

    /// <summary>Whole files fetched over FTP.</summary>
    FtpDownloads = 32,

    /// <summary>Bytes fetched over FTP, of whole and broken transfers.</summary>
    FtpDownloadBytes = 33,

    /// <summary>Transfers to the client that broke off.</summary>
    FtpDownloadsBroken = 34,

    /// <summary>Whole files brought over FTP.</summary>
    FtpUploads = 35,

    /// <summary>Bytes brought over FTP, of whole and broken transfers.</summary>
    FtpUploadBytes = 36,

    /// <summary>Transfers to the server that broke off.</summary>
    FtpUploadsBroken = 37,

    /// <summary>Transfers, both ways, by guests.</summary>
    FtpAnonymous = 38,

    /// <summary>Time that transfers took, in milliseconds.</summary>
    FtpMilliseconds = 39,

    /// <summary>Files deleted.</summary>
    FtpDeletions = 40,

    /// <summary>Successful sign-ins.</summary>
    FtpSessions = 41,

    /// <summary>Failed sign-ins.</summary>
    FtpSignInsFailed = 42,

    /// <summary>Connections refused because one address had too many.</summary>
    FtpRefusedPerHost = 44,

    /// <summary>Connections refused because one user had too many.</summary>
    FtpRefusedPerUser = 45,

    /// <summary>Connections refused because a class of clients had too many.</summary>
    FtpRefusedPerClass = 46,

    /// <summary>Connections refused because the server had too many.</summary>
    FtpRefusedServer = 47,

    /// <summary>Requests of web clients.</summary>
    WebRequests = 64,

    /// <summary>Bytes of their answers.</summary>
    WebBytes = 65,

    /// <summary>Requests without an answer, or with a status below 200.</summary>
    WebStatusOther = 66,

    /// <summary>Answers 200 to 299.</summary>
    WebStatus2xx = 67,

    /// <summary>Answers 300 to 399.</summary>
    WebStatus3xx = 68,

    /// <summary>Answers 400 to 499.</summary>
    WebStatus4xx = 69,

    /// <summary>Answers 500 to 599.</summary>
    WebStatus5xx = 70,

    /// <summary>Sign-ins to mail services that failed.</summary>
    MailSignInsFailed = 80,

    /// <summary>Sign-ins to a shell.</summary>
    SshSignIns = 81,

    /// <summary>Sign-ins to a shell that failed.</summary>
    SshSignInsFailed = 82,

    /// <summary>Sign-ins to mail services.</summary>
    MailSignIns = 83,

    /// <summary>Packets that the packet filter kept out.</summary>
    PacketsRefused = 84,

    /// <summary>Requests of programs that visit every page; they are among the requests as well.</summary>
    WebBots = 90,

    /// <summary>Bytes of their answers.</summary>
    WebBotBytes = 91,

    /// <summary>Deliveries within a second of the acceptance.</summary>
    MailDelay1s = 96,

    /// <summary>Deliveries within 3 seconds of the acceptance, not counted before.</summary>
    MailDelay3s = 97,

    /// <summary>Deliveries within 10 seconds of the acceptance, not counted before.</summary>
    MailDelay10s = 98,

    /// <summary>Deliveries within 30 seconds of the acceptance, not counted before.</summary>
    MailDelay30s = 99,

    /// <summary>Deliveries within a minute of the acceptance, not counted before.</summary>
    MailDelay1m = 100,

    /// <summary>Deliveries within 3 minutes of the acceptance, not counted before.</summary>
    MailDelay3m = 101,

    /// <summary>Deliveries within 10 minutes of the acceptance, not counted before.</summary>
    MailDelay10m = 102,

    /// <summary>Deliveries within 30 minutes of the acceptance, not counted before.</summary>
    MailDelay30m = 103,

    /// <summary>Deliveries within an hour of the acceptance, not counted before.</summary>
    MailDelay1h = 104,

    /// <summary>Deliveries within 3 hours of the acceptance, not counted before.</summary>
    MailDelay3h = 105,

    /// <summary>Deliveries within 10 hours of the acceptance, not counted before.</summary>
    MailDelay10h = 106,

    /// <summary>Deliveries within a day of the acceptance, not counted before.</summary>
    MailDelay1d = 107,

    /// <summary>Deliveries that took longer than a day.</summary>
    MailDelayLonger = 108,
}
