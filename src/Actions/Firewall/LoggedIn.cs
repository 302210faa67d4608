using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Metrics.Actions.Firewall;

/// <summary>From where people are logged in to a shell: utmp(5).</summary>
internal static class LoggedIn
{
    private const string Path = "/run/utmp";
    private const int UserProcess = 7, MostBytes = 1 << 20;

    // struct utmp keeps its 32-bit form on x86-64; elsewhere times and session are of 64 bits.
    private static readonly (int Record, int Address) Layout = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (384, 348) : (400, 360);

    /// <summary>The addresses; none where the machine keeps no such file.</summary>
    public static IReadOnlyList<IPAddress> Addresses()
    {
        try
        {
            return File.Exists(Path) && new FileInfo(Path).Length <= MostBytes ? Read(File.ReadAllBytes(Path)) : [];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The addresses in the bytes of the file.</summary>
    internal static IReadOnlyList<IPAddress> Read(ReadOnlySpan<byte> bytes)
    {
        var found = new List<IPAddress>();
        for (; bytes.Length >= Layout.Record; bytes = bytes[Layout.Record..])
        {
            var address = bytes.Slice(Layout.Address, 16);
            if (BinaryPrimitives.ReadInt16LittleEndian(bytes) != UserProcess || !address.ContainsAnyExcept((byte)0))
                continue;
            found.Add(new IPAddress(address[4..].ContainsAnyExcept((byte)0) ? address : address[..4]));
        }
        return found;
    }
}
