using System.Diagnostics;

namespace Metrics.RrdStore.Tests.Faults;

/// <summary>A file system of its own, in memory and of a size that the test sets. Only root can mount one; anybody else is told so.</summary>
internal sealed class SmallDisk : IDisposable
{
    /// <summary>Mounts it.</summary>
    public SmallDisk(int kilobytes) => Mount("-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", Path);

    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("small-disk-").FullName;

    /// <summary>Gives it another size.</summary>
    public void Resize(int kilobytes) => Mount("-o", $"remount,size={kilobytes}k", Path);

    /// <summary>Lets nobody write, or everybody again.</summary>
    public void SetReadOnly(bool isReadOnly) => Mount("-o", $"remount,{(isReadOnly ? "ro" : "rw")}", Path);

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path);
    }

    private static void Mount(params string[] arguments) => Run("mount", arguments);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed; this test needs root and CAP_SYS_ADMIN: {error}");
    }
}
