namespace Metrics.Actions.Tests.MailServers;

/// <summary>Mail servers that Debian does not install beside Postfix, unpacked by ./test below the checkout.</summary>
internal static class UnpackedPackages
{
    /// <summary>Exim 4.</summary>
    public static string Exim => Find("exim4", "usr/sbin/exim4");

    /// <summary>The directory that OpenSMTPD is unpacked in.</summary>
    public static string OpenSmtpd => Find("opensmtpd", "usr/sbin/smtpd")[..^"/usr/sbin/smtpd".Length];

    /// <summary>The directory that Sendmail is unpacked in.</summary>
    public static string Sendmail => Find("sendmail", "usr/libexec/sendmail/sendmail")[..^"/usr/libexec/sendmail/sendmail".Length];

    private static string Find(string package, string file)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, "artifacts", package, file);
            if (File.Exists(path))
                return path;
        }
        throw new InvalidOperationException($"The test needs artifacts/{package}/{file} in the checkout; ./test unpacks it of Debian's {package}.");
    }
}
