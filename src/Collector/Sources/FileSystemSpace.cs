using System.Text;

namespace Metrics.Collector;

/// <summary>Space of a file system.</summary>
/// <param name="Used">Bytes in use.</param>
/// <param name="Free">Bytes that anybody may still write; what is reserved for root is in neither.</param>
/// <param name="Size">Bytes in all.</param>
/// <param name="InodesUsed">Inodes in use; NaN where there is no fixed number of them.</param>
/// <param name="InodesFree">Inodes left.</param>
/// <param name="Problem">Why nothing is known; null when it is.</param>
internal readonly record struct FileSystemSpace(
    double Used, double Free, double Size, double InodesUsed, double InodesFree, string? Problem)
{
    /// <summary>Nothing is known of it.</summary>
    public static FileSystemSpace Unknown(string problem) => new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, problem);

    /// <summary>A path as <see cref="Of"/> wants it.</summary>
    public static byte[] PathOf(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    /// <summary>Asks the kernel: statvfs(3). No handle is kept, since it would keep the file system mounted.</summary>
    /// <param name="path">The mount's path in UTF-8, ended by a zero.</param>
    public static FileSystemSpace Of(byte[] path)
    {
        if (Libc.StatVfs(ref path[0], out var s) != 0)
            return Unknown(Libc.LastProblem());
        var unit = (double)s.FragmentBytes;
        return new FileSystemSpace((s.Blocks - s.BlocksFree) * unit, s.BlocksAvailable * unit, s.Blocks * unit,
            s.Inodes == 0 ? double.NaN : s.Inodes - s.InodesFree, s.Inodes == 0 ? double.NaN : s.InodesFree, null);
    }
}
