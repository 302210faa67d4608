using System.Collections.Immutable;
using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>A real Exim on the machine, whose mail to others goes to a server outside; its queue is run every second.</summary>
internal sealed class TestExim : ITestServer
{
    private const int UserId = 65_530;

    private readonly MailNetwork network;

    private TestExim(MailNetwork network) => (this.network, Server) = (network, MailServerFactory.Make(new MailServerOptions("exim")
    {
        Kind = MailServerKind.Exim,
        // Not systemd's, wherever the test runs.
        Units = ImmutableArray<string>.Empty,
        Program = UnpackedPackages.Exim,
        Configuration = network["exim/exim.conf"],
        Queue = network["exim/spool"],
        StopCommand = ["sh", "-c", $"kill $(cat {network["exim/spool/exim.pid"]})"],
        StartCommand = [UnpackedPackages.Exim, "-C", network["exim/exim.conf"], "-bd", "-q1s"],
    }, network, network.Network, network.State));

    /// <summary>The user that Debian's package would have made, for the machine only.</summary>
    public static string Prepare =>
        $"mount -t tmpfs tmpfs /run; (cat /etc/passwd; echo Debian-exim:x:{UserId}:{UserId}::/nonexistent:/usr/sbin/nologin) > /run/passwd; "
        + $"(cat /etc/group; echo Debian-exim:x:{UserId}:) > /run/group; mount --bind /run/passwd /etc/passwd; mount --bind /run/group /etc/group";

    public IMailServer Server { get; }

    public static async Task<ITestServer> StartAsync(MailNetwork network)
    {
        foreach (var name in new[] { "exim/spool", "exim/log" })
            DebianProgram.Run("coreutils", "chown", $"{UserId}:{UserId}", Directory.CreateDirectory(network[name]).FullName);
        await File.WriteAllTextAsync(network["exim/exim.conf"], $$$"""
            DIRECTORY = {{{network["exim"]}}}
            exim_path = {{{UnpackedPackages.Exim}}}
            primary_hostname = web01.example.com
            spool_directory = DIRECTORY/spool
            log_file_path = DIRECTORY/log/%slog
            pid_file_path = DIRECTORY/spool/exim.pid
            domainlist local_domains = example.org
            hold_domains = ${if exists{{{{network.State}}}/exim.held}{! +local_domains}{}}
            local_interfaces = 127.0.0.1
            host_lookup =
            tls_advertise_hosts =
            keep_environment =
            never_users =
            acl_smtp_rcpt = accept

            begin acl
            accept:
              accept

            begin routers
            others:
              driver = manualroute
              transport = smtp
              route_list = * {{{MailNetwork.Outside}}}

            begin transports
            smtp:
              driver = smtp

            begin retry
            * * F,1h,1s

            """);
        var server = new TestExim(network);
        await network.RequireAsync([.. server.Server.Options.StartCommand]);
        return server;
    }

    public async Task HandInAsync(string sender, int number)
    {
        for (var i = 0; i < number; i++)
            await network.RequireAsync([UnpackedPackages.Exim, "-C", network["exim/exim.conf"], "-oi", "-f", sender, "somebody@remote.example"],
                TestContext.Current.CancellationToken, $"Subject: {i}\n\nHello\n");
    }
}
