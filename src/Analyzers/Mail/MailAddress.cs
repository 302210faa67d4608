namespace Metrics.Analyzers.Mail;

/// <summary>Parts of a mail address.</summary>
internal static class MailAddress
{
    /// <summary>What stands behind the last @; empty where there is none. A quoted local part may hold others.</summary>
    public static ReadOnlySpan<byte> Domain(ReadOnlySpan<byte> address)
    {
        var at = address.LastIndexOf((byte)'@');
        return at < 0 ? [] : address[(at + 1)..];
    }

    /// <summary>What stands before the last @; all of it where there is none.</summary>
    public static ReadOnlySpan<byte> LocalPart(ReadOnlySpan<byte> address)
    {
        var at = address.LastIndexOf((byte)'@');
        return at < 0 ? address : address[..at];
    }
}
