using System.Diagnostics;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>The servers of others, played by smtp-sink(1) of Postfix: one takes all mail, one refuses recipients for good, one for now.</summary>
internal sealed class RemoteServers : IDisposable
{
    public const int Taking = 2525;
    public const int Refusing = 2526;
    public const int Deferring = 2527;

    private readonly List<Process> sinks = [];

    public RemoteServers(NetworkNamespace network)
    {
        foreach (var (port, options) in new (int, string[])[] { (Taking, []), (Refusing, ["-f", "RCPT"]), (Deferring, ["-r", "RCPT"]) })
        {
            sinks.Add(network.Start("postfix", "smtp-sink", ["-u", "nobody", .. options, $"127.0.0.1:{port}", "10"]));
            network.WaitForPort(port);
        }
    }

    /// <summary>Their processes.</summary>
    public IEnumerable<int> Processes => sinks.Select(s => s.Id);

    public void Dispose()
    {
        foreach (var sink in sinks)
        {
            sink.Kill();
            sink.Dispose();
        }
    }
}
