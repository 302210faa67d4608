using System.Text;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>A Postfix with a configuration, a queue and a log of its own, in a network of its own.</summary>
internal sealed class PostfixServer : IDisposable
{
    private const string Package = "postfix";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("metrics-postfix-");
    private readonly NetworkNamespace network;

    public PostfixServer(NetworkNamespace network)
    {
        this.network = network;
        // Postfix's own user looks into it.
        DebianProgram.Run("coreutils", "chmod", "755", directory.FullName);
        foreach (var name in new[] { "queue", "data", "mail" })
            Directory.CreateDirectory(Path.Combine(directory.FullName, name));
        DebianProgram.Run("coreutils", "chown", "postfix", Path.Combine(directory.FullName, "data"));
        DebianProgram.Run("coreutils", "chown", "nobody", Path.Combine(directory.FullName, "mail"));
        Write("main.cf", Main());
        Write("master.cf", Master);
        Write("mailboxes", string.Concat(MailDone.Mailboxes.Select(m => $"{m} {m}/\n")));
        Write("aliases", $"{MailDone.Alias} {MailDone.AliasOf}\n");
        Write("transport", $"{MailDone.Gone} smtp:[127.0.0.1]:{RemoteServers.Refusing}\n{MailDone.Later} smtp:[127.0.0.1]:{RemoteServers.Deferring}\n");
        network.Run(Package, "postfix", "-c", directory.FullName, "start");
        network.WaitForPort(MailDone.Port);
    }

    public string Log => Path.Combine(directory.FullName, "mail.log");

    /// <summary>Waits until nothing is under way any more and all of it is in the log.</summary>
    public void Settle()
    {
        // A message moves from incoming to active, and may then leave a report in incoming: three looks miss none.
        DebianProgram.Wait("Postfix's queue", () => Enumerable.Repeat(0, 3).All(_ => IsEmpty("maildrop") && IsEmpty("incoming") && IsEmpty("active")));
        const string last = "That was all.";
        network.Run(Package, "postlog", "-c", directory.FullName, "-t", "postfix/test", last);
        DebianProgram.Wait("Postfix's log", () => File.ReadAllText(Log).Contains(last, StringComparison.Ordinal));
    }

    /// <summary>Bytes of the messages in a mailbox as Postfix counts them: lines end in two bytes, and the three that virtual(8) puts before each are
    /// not in.</summary>
    public long MailboxBytes(string mailbox) =>
        Directory.EnumerateFiles(Path.Combine(directory.FullName, "mail", mailbox, "new")).Sum(file =>
        {
            var text = File.ReadAllBytes(file).AsSpan();
            foreach (var field in new[] { "Return-Path: ", "X-Original-To: ", "Delivered-To: " })
            {
                Assert.StartsWith(field, Encoding.Latin1.GetString(text[..field.Length]), StringComparison.Ordinal);
                text = text[(text.IndexOf((byte)'\n') + 1)..];
            }
            return text.Length + text.Count((byte)'\n');
        });

    public void Dispose()
    {
        try
        {
            network.Run(Package, "postfix", "-c", directory.FullName, "stop");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private string Main() =>
        $"""
        compatibility_level = 3.6
        queue_directory = {directory.FullName}/queue
        data_directory = {directory.FullName}/data
        maillog_file = {Log}
        maillog_file_prefixes = {directory.FullName}
        myhostname = web01.example.com
        mydestination =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        smtp_dns_support_level = disabled
        smtpd_peername_lookup = no
        mynetworks = 198.51.100.0/24
        smtpd_error_sleep_time = 0
        smtpd_hard_error_limit = 100
        alias_maps =
        local_recipient_maps =
        virtual_mailbox_domains = {string.Join(' ', MailDone.Domains)}
        virtual_mailbox_base = {directory.FullName}/mail
        virtual_mailbox_maps = texthash:{directory.FullName}/mailboxes
        virtual_alias_maps = texthash:{directory.FullName}/aliases
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        transport_maps = texthash:{directory.FullName}/transport
        relayhost = [127.0.0.1]:{RemoteServers.Taking}

        """;

    private const string Master =
        """
        smtp inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        proxywrite unix - - n - 1 proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        local unix - n n - - local
        virtual unix - n n - - virtual
        lmtp unix - - n - - lmtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(directory.FullName, name), text);

    // Queue files may lie in directories by the first letters of their names, and go while they are looked at.
    private bool IsEmpty(string queue)
    {
        try
        {
            return !Directory.EnumerateFiles(Path.Combine(directory.FullName, "queue", queue), "*", SearchOption.AllDirectories).Any();
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }
}
