using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Metrics.Actions;
using Metrics.Actions.Blocking;
using Metrics.Analyzers.Sqlite;

namespace Metrics.Firewall.Tests;

/// <summary>The web process as it runs on a server, beside a guard and in its network: it reads a log of sshd and listens at trap ports.</summary>
internal sealed class WebProcess : IDisposable
{
    /// <summary>A trap port.</summary>
    public const int Trap = 2323;

    /// <summary>What the guard's configuration needs for it; DIR stands for its directory.</summary>
    public const string Settings = """
        [server]
        listen = ["127.0.0.1:0"]
        [logs]
        sshd = ["DIR/auth.log"]
        [traps]
        ports = [2323]
        [block.intruders]
        detectors = ["passwords.ssh", "traps"]
        dry_run = false
        """;

    private readonly Network network;
    private readonly GuardProcess guard;
    private readonly SqlFile file;
    private Process? process;
    private int port;

    /// <summary>Starts one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="guard">The guard, whose configuration it has.</param>
    /// <param name="log">What stands in the log by then.</param>
    public WebProcess(Network network, GuardProcess guard, string log = "")
    {
        (this.network, this.guard) = (network, guard);
        File.WriteAllText(Log, log);
        Start();
        file = ActionsDatabase.Open(Data);
        Decisions = new DecisionTable(file);
    }

    /// <summary>What was decided.</summary>
    public DecisionTable Decisions { get; }

    private string Data => Path.Combine(Path.GetDirectoryName(guard.Configuration)!, "data");

    private string Log => Path.Combine(Path.GetDirectoryName(guard.Configuration)!, "auth.log");

    /// <summary>Lines of failed sign-ins, now.</summary>
    /// <param name="address">Where they come from.</param>
    /// <param name="user">Who wanted in.</param>
    /// <param name="count">How many; ten are too many.</param>
    /// <param name="ago">How long ago.</param>
    public static string Failures(string address, string user = "root", int count = 10, TimeSpan ago = default)
    {
        var stamp = (TimeProvider.System.GetUtcNow() - ago).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
        return string.Concat(Enumerable.Range(1, count).Select(i => $"{stamp} web1 sshd[{1_000 + i}]: Failed password for invalid user {user} from {address} port {40_000 + i} ssh2\n"));
    }

    /// <summary>Writes lines into the log.</summary>
    public void Write(string lines) => File.AppendAllText(Log, lines);

    /// <summary>Writes lines into another log beside it.</summary>
    public void Write(string log, string lines) => File.AppendAllText(Path.Combine(Path.GetDirectoryName(Log)!, log), lines);

    /// <summary>Starts it, until it serves; the log has been read to its end soon after.</summary>
    public void Start()
    {
        string[] command = ["netns", "exec", network.Name, "dotnet", Path.Combine(AppContext.BaseDirectory, "metrics.dll"), "--config", guard.Configuration, "--data", Data];
        process = Process.Start(new ProcessStartInfo("/usr/sbin/ip", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line)
            if (line.TrimStart().StartsWith("Pages", StringComparison.Ordinal))
            {
                port = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Split(' ')[0]).Port;
                // Who is on the machine itself is no offender.
                for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Tool.Patience; Thread.Sleep(20))
                    if (network.Within(IsTrapSet))
                        return;
                break;
            }
        throw new InvalidOperationException("The web process does not serve, or sets no trap.");

        static bool IsTrapSet()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, Trap);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>Has it read its configuration again.</summary>
    public void Reload() => Tool.Run("procps", "kill", "-HUP", $"{process!.Id}");

    /// <summary>A page, as its machine sees it.</summary>
    public string Page(string path) => network.Within(() =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Tool.Patience.TotalMilliseconds };
        socket.Connect(IPAddress.Loopback, port);
        using var stream = new NetworkStream(socket);
        stream.Write(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>Ends it at once, whatever it is doing.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        file.Dispose();
    }
}
