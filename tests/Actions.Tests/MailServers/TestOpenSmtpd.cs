using System.Collections.Immutable;
using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>A real OpenSMTPD on the machine, whose mail to others goes to a server outside. Its places are compiled into it: the machine's view of the file system has them.</summary>
internal sealed class TestOpenSmtpd : ITestServer
{
    private readonly MailNetwork network;

    private TestOpenSmtpd(MailNetwork network) => (this.network, Server) = (network, MailServerFactory.Make(new MailServerOptions("opensmtpd")
    {
        Kind = MailServerKind.OpenSmtpd,
        // Not systemd's, wherever the test runs.
        Units = ImmutableArray<string>.Empty,
        Program = "/usr/local/sbin/smtpd",
        Queue = network["opensmtpd/spool"],
        StartCommand = ["/usr/local/sbin/smtpd", "-f", network["opensmtpd/smtpd.conf"]],
    }, network, network.Network, network.State));

    /// <summary>What Debian's package would have made, for the machine only.</summary>
    public static string Prepare =>
        $$"""
        for directory in /run /var/lib /var/spool /usr/local /usr/libexec; do mount -t tmpfs tmpfs $directory; done
        (cat /etc/passwd; echo opensmtpd:x:65528:65528::/var/lib/opensmtpd/empty:/usr/sbin/nologin; echo opensmtpq:x:65527:65527::/nonexistent:/usr/sbin/nologin) > /run/passwd
        (cat /etc/group; echo opensmtpd:x:65528:; echo opensmtpq:x:65527:) > /run/group
        mount --bind /run/passwd /etc/passwd
        mount --bind /run/group /etc/group
        mkdir -p /usr/local/sbin /var/lib/opensmtpd/empty /usr/libexec/opensmtpd
        cp {{UnpackedPackages.OpenSmtpd}}/usr/sbin/smtpd {{UnpackedPackages.OpenSmtpd}}/usr/sbin/smtpctl /usr/local/sbin/
        cp {{UnpackedPackages.OpenSmtpd}}/usr/libexec/opensmtpd/* /usr/libexec/opensmtpd/
        chgrp opensmtpq /usr/local/sbin/smtpctl
        chmod 2755 /usr/local/sbin/smtpctl
        ln -s smtpctl /usr/local/sbin/sendmail
        """;

    public IMailServer Server { get; }

    public static async Task<ITestServer> StartAsync(MailNetwork network)
    {
        Directory.CreateDirectory(network["opensmtpd/spool"]);
        await File.WriteAllTextAsync(network["opensmtpd/smtpd.conf"], $"""
            listen on lo
            action "others" relay host "smtp://{MailNetwork.Outside}" helo "web01.example.com"
            match from any for any action "others"

            """);
        var server = new TestOpenSmtpd(network);
        await network.RequireAsync("sh", "-ec", $"mkdir -p /var/spool/smtpd; chmod 711 {network["opensmtpd/spool"]}; mount --bind {network["opensmtpd/spool"]} /var/spool/smtpd");
        await network.RequireAsync([.. server.Server.Options.StartCommand]);
        DebianProgram.Wait("OpenSMTPD", () => network.Script(0, "/usr/local/sbin/smtpctl show status") == 0);
        return server;
    }

    public async Task HandInAsync(string sender, int number)
    {
        for (var i = 0; i < number; i++)
            await network.RequireAsync(["/usr/local/sbin/sendmail", "-f", sender, "somebody@remote.example"], TestContext.Current.CancellationToken, $"Subject: {i}\n\nHello\n");
    }
}
