namespace Metrics.Actions.Mail;

/// <summary>The smart host that takes our mail, and whom it is for. Section <c>[mail]</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Names or addresses of smart hosts; the next one is tried when one does not take a message. Empty: there is no mail.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>Their port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is encrypted.</summary>
    public TlsMode Tls { get; set; } = TlsMode.Starttls;

    /// <summary>File of certificates in PEM that the smart hosts' are signed by; empty: those the system trusts.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The user at the smart host; empty: nobody signs in.</summary>
    public string User { get; set; } = "";

    /// <summary>Name of the systemd credential that has the password.</summary>
    public string PasswordCredential { get; set; } = "";

    /// <summary>File that has the password.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "";

    /// <summary>The receivers of what has no others.</summary>
    public IReadOnlyList<string> To { get; set; } = [];

    /// <summary>The address of the pages, without a slash at its end, for links; empty: there are no links.</summary>
    public string Link { get; set; } = "";

    /// <summary>How long a message is tried.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Whether mail can be sent.</summary>
    public bool IsConfigured => Hosts.Count > 0;

    /// <summary>What contradicts itself, with the key that it is about; null when nothing does.</summary>
    public (string Key, string Problem)? Fault
    {
        get
        {
            if (!IsConfigured)
                return null;
            if (From.Length == 0)
                return ("host", "needs mail.from: who the mails are from.");
            if (User.Length > 0 && PasswordFile.Length == 0 && PasswordCredential.Length == 0)
                return ("user", "needs mail.password_credential or mail.password_file.");
            if (PasswordFile.Length > 0 && PasswordCredential.Length > 0)
                return ("password_file", "stands beside mail.password_credential; leave one out.");
            if (User.Length > 0 && Tls == TlsMode.None)
                return ("tls", "\"none\" would send the password so that others can read it; take starttls or implicit.");
            return null;
        }
    }
}
