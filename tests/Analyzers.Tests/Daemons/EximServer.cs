using System.Diagnostics;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>An Exim with a configuration, a queue and a log of its own, in a network of its own.</summary>
/// <remarks>Debian's exim4 cannot be installed beside postfix, so its files are unpacked below the checkout; it runs as a user that its installation would have
/// made, and that here only its own view of /etc knows.</remarks>
internal sealed class EximServer : IDisposable
{
    private const string User = "Debian-exim";
    private const int UserId = 65_530;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-exim-");
    private readonly NetworkNamespace network;
    private readonly RemoteServers others;
    private readonly Process daemon;

    public EximServer(NetworkNamespace network, RemoteServers others)
    {
        (this.network, this.others) = (network, others);
        DebianProgram.Run("coreutils", "chmod", "755", directory.FullName);
        foreach (var name in new[] { "spool", "log", "mail" })
            DebianProgram.Run("coreutils", "chown", $"{UserId}:{UserId}", directory.CreateSubdirectory(name).FullName);
        Write("mailboxes", string.Concat(MailDone.Mailboxes.Select(m => $"{m}: {m}\n")));
        Write("aliases", $"{MailDone.Alias}: {MailDone.AliasOf}\n");
        Write("exim.conf", Configuration());
        Write("passwd", File.ReadAllText("/etc/passwd") + $"{User}:x:{UserId}:{UserId}::/nonexistent:/usr/sbin/nologin\n");
        Write("group", File.ReadAllText("/etc/group") + $"{User}:x:{UserId}:\n");
        // ip-netns(8) gives each program a view of the file system of its own.
        daemon = network.Start("dash", "sh", "-c",
            "mount --bind \"$0/passwd\" /etc/passwd && mount --bind \"$0/group\" /etc/group && exec \"$@\"",
            directory.FullName, UnpackedExim.Program, "-C", Path.Combine(directory.FullName, "exim.conf"), "-bdf", "-q30m");
        network.WaitForPort(MailDone.Port);
    }

    public string Log => Path.Combine(directory.FullName, "log", "mainlog");

    /// <summary>Takes no more mail, and waits until nothing is under way.</summary>
    public void Settle()
    {
        daemon.Kill();
        // A delivery may have just begun another, of a report: two looks miss none.
        DebianProgram.Wait("Exim's deliveries", () => Enumerable.Repeat(0, 2).All(_ => !network.Processes().Except(others.Processes).Any()));
    }

    /// <summary>Bytes of the messages in a mailbox.</summary>
    public long MailboxBytes(string mailbox) =>
        Directory.EnumerateFiles(Path.Combine(directory.FullName, "mail", mailbox, "new")).Sum(file => new FileInfo(file).Length);

    public void Dispose()
    {
        daemon.Kill();
        daemon.Dispose();
        directory.Delete(recursive: true);
    }

    private string Configuration() =>
        $$$"""
        DIRECTORY = {{{directory.FullName}}}
        MAILBOXES = {{{directory.FullName}}}/mailboxes
        ALIASES = {{{directory.FullName}}}/aliases
        PASSWORD = {{{MailDone.Password}}}
        exim_path = {{{UnpackedExim.Program}}}
        primary_hostname = web01.example.com
        spool_directory = DIRECTORY/spool
        log_file_path = DIRECTORY/log/%slog
        log_selector = +received_recipients
        pid_file_path = DIRECTORY/spool/exim.pid
        domainlist local_domains = {{{string.Join(" : ", MailDone.Domains)}}}
        local_interfaces = 127.0.0.1
        daemon_smtp_ports = {{{MailDone.Port}}}
        host_lookup =
        tls_advertise_hosts =
        deliver_drop_privilege = true
        never_users =
        keep_environment =
        acl_smtp_rcpt = check_rcpt

        begin acl
        check_rcpt:
          accept authenticated = *
          accept hosts = {{{MailDone.Client}}}
                 domains = ! +local_domains
          deny domains = ! +local_domains
               message = relay not permitted
          require verify = recipient
          accept

        begin routers
        alias:
          driver = redirect
          data = ${lookup{$local_part@$domain}lsearch{ALIASES}}
        mailbox:
          driver = accept
          domains = +local_domains
          condition = ${lookup{$local_part@$domain}lsearch{MAILBOXES}{yes}{no}}
          transport = maildir
          no_more
        others:
          driver = manualroute
          domains = ! +local_domains
          transport = smtp
          route_list = {{{MailDone.Gone}}} 127.0.0.1::{{{RemoteServers.Refusing}}} ; {{{MailDone.Later}}} 127.0.0.1::{{{RemoteServers.Deferring}}} ; * 127.0.0.1::{{{RemoteServers.Taking}}}
          self = send

        begin transports
        maildir:
          driver = appendfile
          directory = DIRECTORY/mail/${lookup{$local_part@$domain}lsearch{MAILBOXES}}
          maildir_format
          create_directory
          user = {{{User}}}
        smtp:
          driver = smtp

        begin retry
        * * F,1h,30m

        begin authenticators
        plain:
          driver = plaintext
          public_name = PLAIN
          server_condition = ${if eq{$auth3}{PASSWORD}}
          server_set_id = $auth2

        """;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(directory.FullName, name), text);
}
