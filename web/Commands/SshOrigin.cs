using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Metrics.Web.Commands;

/// <summary>From where a person works at this machine.</summary>
internal static class SshOrigin
{
    private const string Variable = "SSH_CONNECTION";
    private const int MostAncestors = 64, MostOfEnvironment = 1 << 20, MostOfStatus = 4_096;

    /// <summary>The address of the SSH connection in the environment of a process, or of one that has started it: sudo and the like take it out of what they start. Null: there is
    /// none, or only root may look. SSH_CONNECTION of ssh(1).</summary>
    /// <param name="process">The process.</param>
    /// <param name="proc">Where the kernel shows processes: proc(5).</param>
    public static string? Of(int process, string proc = "/proc")
    {
        for (var ancestor = 0; process > 1 && ancestor < MostAncestors; ancestor++)
        {
            var directory = Path.Combine(proc, process.ToString(CultureInfo.InvariantCulture));
            if (Read(Path.Combine(directory, "environ"), MostOfEnvironment).Split('\0').FirstOrDefault(one => one.StartsWith($"{Variable}=", StringComparison.Ordinal)) is { } found
                && AddressOf(found[(Variable.Length + 1)..]) is { } address)
                return address;
            process = ParentIn(Read(Path.Combine(directory, "stat"), MostOfStatus));
        }
        return null;
    }

    /// <summary>The address in a text such as <c>203.0.113.9 40000 192.0.2.1 22</c>; null: there is none of another machine.</summary>
    private static string? AddressOf(string connection) =>
        IPAddress.TryParse(connection.Split(' ')[0].Split('%')[0], out var address) && !IPAddress.IsLoopback(address) ? address.ToString() : null;

    // Behind the name, which may have any characters, stand state and parent.
    private static int ParentIn(string stat) =>
        stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..] && int.TryParse(parent, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static string Read(string file, int mostBytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(mostBytes);
        try
        {
            using var stream = File.OpenRead(file);
            return Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer.AsSpan(0, mostBytes), mostBytes, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
