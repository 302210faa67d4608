namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>A ProFTPD with a configuration, a user and logs of its own, in a network of its own.</summary>
internal sealed class ProFtpdServer : IDisposable
{
    private const string Package = "proftpd-core";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-proftpd-");
    private readonly NetworkNamespace network;

    public ProFtpdServer(NetworkNamespace network)
    {
        this.network = network;
        DebianProgram.Run("coreutils", "chmod", "755", directory.FullName);
        Directory.CreateDirectory(Files);
        DebianProgram.Run("coreutils", "chown", "-R", "nobody:nogroup", Path.Combine(directory.FullName, "srv"));
        var password = DebianProgram.Run("openssl", "openssl", "passwd", "-6", FtpDone.Password).Trim();
        Write("passwd", $"{FtpDone.User}:{password}:65534:65534::{Files}:/bin/sh\nftp:*:65534:65534::{Files}:/bin/sh\n");
        // It takes no file of passwords that others may read.
        DebianProgram.Run("coreutils", "chmod", "600", Path.Combine(directory.FullName, "passwd"));
        Write("proftpd.conf", Configuration());
        // In the foreground it would say on its terminal what belongs into the log.
        network.Run(Package, "proftpd", "-c", Path.Combine(directory.FullName, "proftpd.conf"));
        network.WaitForPort(FtpDone.Port);
        Settle();
    }

    /// <summary>Where its users' files are.</summary>
    public string Files => Path.Combine(directory.FullName, "srv", FtpDone.Domain);

    /// <summary>What it says of connections.</summary>
    public string SystemLog => Path.Combine(directory.FullName, "system.log");

    /// <summary>Its transfers.</summary>
    public string Xferlog => Path.Combine(directory.FullName, "xferlog");

    /// <summary>Its log of all commands.</summary>
    public string ExtendedLog => Path.Combine(directory.FullName, "extended.log");

    /// <summary>Its log of what is read and written, as its sample configuration has it.</summary>
    public string WriteLog => Path.Combine(directory.FullName, "write.log");

    /// <summary>Its log of sign-ins, as its sample configuration has it.</summary>
    public string AuthLog => Path.Combine(directory.FullName, "auth.log");

    /// <summary>Waits until all sessions have ended and written their last lines.</summary>
    public void Settle() => DebianProgram.Wait("ProFTPD's sessions", () => network.Processes().Count == 1);

    public void Dispose()
    {
        network.KillAll();
        directory.Delete(recursive: true);
    }

    private string Configuration() =>
        $"""
        ServerName "A test of FTP"
        ServerType standalone
        DefaultServer on
        DefaultAddress 127.0.0.1
        Port {FtpDone.Port}
        SocketBindTight off
        UseIPv6 off
        UseReverseDNS off
        User nobody
        Group nogroup
        PidFile {directory.FullName}/pid
        ScoreboardFile {directory.FullName}/scoreboard
        DelayTable none
        WtmpLog off
        TransferLog {Xferlog}
        SystemLog {SystemLog}
        SyslogLevel info
        ExtendedLog {ExtendedLog} ALL default
        LogFormat auth "%v [%P] %h %t \"%r\" %s"
        LogFormat write "%h %l %u %t \"%r\" %s %b"
        ExtendedLog {WriteLog} WRITE,READ write
        ExtendedLog {AuthLog} AUTH auth
        AuthOrder mod_auth_file.c
        AuthUserFile {directory.FullName}/passwd
        RequireValidShell off
        MaxClientsPerHost {FtpDone.MostOfHost}
        UseSendfile off
        AllowOverwrite on
        <Anonymous {Files}>
          User ftp
          Group nogroup
          UserAlias anonymous ftp
          MaxClientsPerHost {FtpDone.MostOfHost}
        </Anonymous>

        """;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(directory.FullName, name), text);
}
