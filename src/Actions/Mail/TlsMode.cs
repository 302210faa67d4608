namespace Metrics.Actions.Mail;

/// <summary>How a connection to a smart host is encrypted.</summary>
public enum TlsMode
{
    /// <summary>From STARTTLS on, which must be there: RFC 3207; port 587.</summary>
    Starttls,

    /// <summary>From the first byte: RFC 8314; port 465.</summary>
    Implicit,

    /// <summary>Not at all: for a host on this machine or on a network of one's own.</summary>
    None,
}
