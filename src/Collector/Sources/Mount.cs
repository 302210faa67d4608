using System.Text;

namespace Metrics.Collector;

/// <summary>A mounted file system: a line of /proc/self/mountinfo, proc_pid_mountinfo(5).</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Device">What is mounted: <c>/dev/sda1</c>, <c>server:/export</c>.</param>
/// <param name="Type">Its type: <c>ext4</c>.</param>
/// <param name="Number">Major and minor number, the same for all mounts of one file system.</param>
internal sealed record Mount(string Path, string Device, string Type, string Number)
{
    private static readonly HashSet<string> Remote =
        ["nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "lustre", "afs", "9p", "virtiofs", "ocfs2", "gfs2"];

    // Pictures of file systems: always full, by design.
    private static readonly HashSet<string> ReadOnlyImages = ["squashfs", "iso9660", "udf", "erofs", "cramfs"];

    /// <summary>Whether another machine or program answers for it, and may not.</summary>
    public bool MayHang => Remote.Contains(Type) || Type.StartsWith("fuse", StringComparison.Ordinal);

    /// <summary>Whether it stores files of its own: on a device, on another machine, in a pool; or it is the root, whatever it is.</summary>
    public bool IsReal => Path == "/" || !ReadOnlyImages.Contains(Type)
        && (Device.StartsWith("/dev/", StringComparison.Ordinal) || Remote.Contains(Type) || Type is "zfs" or "fuse.sshfs" or "fuse.glusterfs" or "fuse.mergerfs");

    /// <summary>Takes a line; null when it is not one.</summary>
    public static Mount? Parse(ReadOnlySpan<byte> line)
    {
        var fields = new Fields(line);
        if (!fields.Skip(2) || !fields.Next(out var number) || !fields.Skip(1) || !fields.Next(out var path))
            return null;
        while (fields.Next(out var field))
            if (field.SequenceEqual("-"u8))
                return fields.Next(out var type) && fields.Next(out var device)
                    ? new Mount(Unescape(path), Unescape(device), Unescape(type), Encoding.ASCII.GetString(number))
                    : null;
        return null;
    }

    /// <summary>Space, tab, line end and backslash stand as octal numbers: <c>\040</c>.</summary>
    private static string Unescape(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var escaped = text[i] == '\\' && i + 3 < text.Length && !text.Slice(i + 1, 3).ContainsAnyExceptInRange((byte)'0', (byte)'7');
            bytes[length++] = escaped ? (byte)((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | (text[i + 3] - '0')) : text[i];
            i += escaped ? 3 : 0;
        }
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
