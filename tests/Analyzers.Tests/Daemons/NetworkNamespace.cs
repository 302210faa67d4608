using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Metrics.Analyzers.Tests.Daemons;

/// <summary>A network of its own, with nothing but loopback and the addresses of some clients in it. What runs in it ends with it.</summary>
/// <remarks>Made with ip-netns(8), by root only.</remarks>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000;

    private readonly string name = $"metrics-{Guid.NewGuid():N}"[..20];

    /// <summary>Its name, as ip-netns(8) knows it.</summary>
    public string Name => name;

    /// <summary>Makes one.</summary>
    /// <param name="clients">Addresses from which clients come; a client on loopback is nobody a detector points at.</param>
    public NetworkNamespace(params string[] clients)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("The test needs root, to make a network namespace for the server.");
        Ip("netns", "add", name);
        Ip("-n", name, "link", "set", "lo", "up");
        foreach (var client in clients)
            Ip("-n", name, "addr", "add", $"{client}/32", "dev", "lo");
    }

    /// <summary>Runs a program in it, to its end.</summary>
    /// <returns>What it wrote.</returns>
    public string Run(string package, string program, params string[] arguments) =>
        DebianProgram.Run(package, "ip", ["netns", "exec", name, Found(package, program), .. arguments]);

    /// <summary>Starts a program in it.</summary>
    public Process Start(string package, string program, params string[] arguments) =>
        DebianProgram.Start("iproute2", "ip", ["netns", "exec", name, Found(package, program), .. arguments]);

    /// <summary>The processes that are in it.</summary>
    public IReadOnlyList<int> Processes() =>
        [.. DebianProgram.Run("iproute2", "ip", "netns", "pids", name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    /// <summary>Waits until a server in it takes connections.</summary>
    public void WaitForPort(int port) => DebianProgram.Wait($"a server at port {port}", () =>
    {
        try
        {
            using var socket = Connect(IPAddress.Loopback.ToString(), port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });

    /// <summary>A connection from an address to a port of 127.0.0.1, within the namespace.</summary>
    /// <exception cref="SocketException">Nobody takes it.</exception>
    public Socket Connect(string from, int port)
    {
        // A thread stays in the network it enters, so this one ends with its work; a socket stays in that of the thread that made it.
        (Socket? socket, ExceptionDispatchInfo? fault) = (null, null);
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                socket.Connect(IPAddress.Loopback, port);
            }
            catch (Exception e)
            {
                socket?.Dispose();
                fault = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        fault?.Throw();
        socket!.ReceiveTimeout = socket.SendTimeout = (int)DebianProgram.Patience.TotalMilliseconds;
        return socket;
    }

    /// <summary>Ends all that runs in it.</summary>
    public void KillAll()
    {
        foreach (var id in Processes())
            Kill(id);
    }

    /// <summary>Ends all that runs in it, and the network.</summary>
    public void Dispose()
    {
        KillAll();
        Ip("netns", "del", name);
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit(DebianProgram.Patience);
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    // ip would only say that it cannot execute it.
    private static string Found(string package, string program)
    {
        var path = new[] { "", "/usr/sbin/", "/usr/bin/" }.Select(directory => directory + program).FirstOrDefault(File.Exists);
        return path ?? throw new InvalidOperationException($"The test needs Debian's {package}: apt-get install -y {package}");
    }

    private static void Ip(params string[] arguments) => DebianProgram.Run("iproute2", "ip", arguments);

    private void Enter()
    {
        using var file = File.OpenHandle($"/run/netns/{name}");
        if (SetNamespace((int)file.DangerousGetHandle(), NewNetwork) != 0)
            throw new Win32Exception();
    }

    // setns(2)
    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int kind);
}
