using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Metrics.Bench.Peers;

namespace Metrics.Bench.Store;

/// <summary>rrdcached with its BATCH command over a unix socket. It gathers the updates of a file; its end writes all files.</summary>
internal sealed class RrdCachedPeer : IStorePeer
{
    private const string Program = "/usr/bin/rrdcached";

    private readonly PeerLoad load;
    private readonly Process daemon;
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly NetworkStream stream;
    private readonly StreamReader answers;

    public RrdCachedPeer(PeerLoad load)
    {
        if (!File.Exists(Program))
            throw new FileNotFoundException("The comparison needs rrdcached: apt-get install rrdcached.", Program);
        this.load = load;
        for (var i = 0; i < load.Series; i++)
            Librrd.Create(load.File(i), load.Start, PeerLoad.StepSeconds, PeerLoad.Archives);
        var address = Path.Combine(load.Directory, "rrdcached.sock");
        daemon = Process.Start(Program,
            ["-g", "-F", "-B", "-b", load.Directory, "-j", load.Directory, "-p", Path.Combine(load.Directory, "pid"), "-l", $"unix:{address}", "-w", "3600", "-f", "7200"]);
        for (var attempt = 0; !File.Exists(address); attempt++)
        {
            if (attempt == 100 || daemon.HasExited)
                throw new InvalidOperationException("rrdcached does not start.");
            Thread.Sleep(50);
        }
        socket.Connect(new UnixDomainSocketEndPoint(address));
        stream = new NetworkStream(socket);
        answers = new StreamReader(stream);
    }

    public string Name => "rrdcached, BATCH, files written";

    public void Append(int round)
    {
        var commands = new StringBuilder("BATCH\n");
        for (var i = 0; i < load.Series; i++)
            commands.Append(CultureInfo.InvariantCulture, $"UPDATE s{i}.rrd {load.Time(round)}:{PeerLoad.Value(i, round)}\n");
        stream.Write(Encoding.ASCII.GetBytes(commands.Append(".\n").ToString()));
        Expect("0 Go ahead");
        Expect("0 errors");
    }

    public void Finish()
    {
        using var kill = Process.Start("kill", [$"{daemon.Id}"]);
        kill.WaitForExit();
        daemon.WaitForExit();
    }

    public void Dispose()
    {
        answers.Dispose();
        socket.Dispose();
        if (!daemon.HasExited)
            daemon.Kill();
        daemon.Dispose();
    }

    private void Expect(string start)
    {
        var line = answers.ReadLine();
        if (line is null || !line.StartsWith(start, StringComparison.Ordinal))
            throw new InvalidOperationException($"rrdcached answers {line}.");
    }
}
