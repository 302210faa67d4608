using Metrics.Analyzers.Text;

namespace Metrics.Analyzers.Mail;

/// <summary>Parts of a mail address: they lie on both sides of the last @. A quoted local part may hold others.</summary>
internal static class MailAddress
{
    /// <summary>Both parts.</summary>
    /// <param name="address">The address.</param>
    /// <param name="localPart">What stands before the @; all of it where there is none.</param>
    /// <param name="domain">What stands behind it; empty where there is none.</param>
    public static void Split(ReadOnlySpan<byte> address, out ReadOnlySpan<byte> localPart, out ReadOnlySpan<byte> domain)
    {
        var at = new Marks(address, (byte)'@').Last(address.Length);
        localPart = at < 0 ? address : address[..at];
        domain = at < 0 ? [] : address[(at + 1)..];
    }

    /// <summary>What stands behind the @; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Domain(ReadOnlySpan<byte> address)
    {
        Split(address, out _, out var domain);
        return domain;
    }
}
