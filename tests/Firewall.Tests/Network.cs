using System.ComponentModel;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Metrics.Firewall.Tests;

/// <summary>A network of its own: ip-netns(8). Nothing that a test does there concerns the machine.</summary>
internal sealed partial class Network : IDisposable
{
    private const int NewNetwork = 0x40000000;

    /// <summary>Makes one.</summary>
    public Network()
    {
        if (!Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("The test needs root, to make network namespaces.");
        Tool.Ip("netns", "add", Name);
        Ip("link", "set", "lo", "up");
    }

    /// <summary>Its name.</summary>
    public string Name { get; } = $"metrics-{Guid.NewGuid():N}"[..18];

    /// <summary>Runs <c>ip</c> in it.</summary>
    public void Ip(params string[] arguments) => Tool.Ip(["-n", Name, .. arguments]);

    /// <summary>Runs <c>nft</c> in it, as somebody else would.</summary>
    public string Nft(params string[] arguments) => Tool.Run("iproute2", "ip", ["netns", "exec", Name, Found("nftables", "/usr/sbin/nft"), .. arguments]);

    /// <summary>Does something in it. A socket stays in the network in which it was made.</summary>
    public T Within<T>(Func<T> work)
    {
        // A thread stays in the network that it enters, so this one ends with its work.
        (T? result, ExceptionDispatchInfo? fault) = (default, null);
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{Name}");
                if (Enter((int)file.DangerousGetHandle(), NewNetwork) != 0)
                    throw new Win32Exception();
                result = work();
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        fault?.Throw();
        return result!;
    }

    /// <inheritdoc/>
    public void Dispose() => Tool.Ip("netns", "del", Name);

    private static string Found(string package, string path) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"The test needs Debian's {package}: apt-get install -y {package}");

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Enter(int file, int kind);
}
