using System.Collections.Immutable;
using Metrics.Actions.MailServers;
using Metrics.Analyzers.Tests.Daemons;

namespace Metrics.Actions.Tests.MailServers;

/// <summary>A real Postfix on the machine, whose mail to others goes to a server outside.</summary>
internal sealed class TestPostfix : ITestServer
{
    private readonly MailNetwork network;

    private TestPostfix(MailNetwork network) => (this.network, Server) = (network, MailServerFactory.Make(new MailServerOptions("postfix")
    {
        Kind = MailServerKind.Postfix,
        Configuration = network["postfix"],
        Queue = network["postfix/queue"],
        // Not systemd's, wherever the test runs.
        Units = ImmutableArray<string>.Empty,
    }, network, network.Network, network.State));

    public IMailServer Server { get; }

    public static async Task<ITestServer> StartAsync(MailNetwork network)
    {
        var directory = Directory.CreateDirectory(network["postfix"]).FullName;
        foreach (var name in new[] { "queue", "data" })
            Directory.CreateDirectory(Path.Combine(directory, name));
        await File.WriteAllTextAsync(Path.Combine(directory, "mail.log"), "");
        DebianProgram.Run("coreutils", "chown", "postfix", Path.Combine(directory, "data"), Path.Combine(directory, "mail.log"));
        await File.WriteAllTextAsync(Path.Combine(directory, "main.cf"), $"""
            compatibility_level = 3.6
            queue_directory = {directory}/queue
            data_directory = {directory}/data
            maillog_file = {directory}/mail.log
            maillog_file_prefixes = {directory}
            myhostname = web01.example.com
            mydestination =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            smtp_bind_address = {MailNetwork.Address}
            smtp_dns_support_level = disabled
            smtpd_peername_lookup = no
            mynetworks = 127.0.0.0/8
            alias_maps =
            local_recipient_maps =
            relayhost = [{MailNetwork.Outside}]:25
            minimal_backoff_time = 3s
            queue_run_delay = 3s
            transport_retry_time = 3s

            """);
        await File.WriteAllTextAsync(Path.Combine(directory, "master.cf"), """
            smtp inet n - n - - smtpd
            pickup unix n - n 1 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            relay unix - - n - - smtp
            bulk unix - - n - - smtp -o smtp_helo_name=bulk.example.com
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            postlog unix-dgram n - n - 1 postlogd

            """);
        var server = new TestPostfix(network);
        await network.RequireAsync("postfix", "-c", directory, "start");
        return server;
    }

    public async Task HandInAsync(string sender, int number)
    {
        for (var i = 0; i < number; i++)
            await network.RequireAsync(["sendmail", "-C", network["postfix"], "-f", sender, "somebody@remote.example"], TestContext.Current.CancellationToken, $"Subject: {i}\n\nHello\n");
    }
}
