using Microsoft.Win32.SafeHandles;

namespace Metrics.Collector;

/// <summary>A text file of proc(5): kept open, and read whole into memory that is used again.</summary>
/// <param name="path">Its path.</param>
internal sealed class ProcFile(string path) : IDisposable
{
    /// <summary>More than this is not read: /proc/net/dev of 1,000 interfaces takes 130 kB.</summary>
    public const int MaximumBytes = 4 << 20;

    private SafeFileHandle? handle;
    private byte[] buffer = new byte[4096];

    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>Whether there is such a file.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Reads it from its start.</summary>
    /// <param name="faults">Takes the reason when that fails.</param>
    /// <returns>Its text, good until the next call; empty when it cannot be read or is empty.</returns>
    public ReadOnlySpan<byte> Read(FaultList faults)
    {
        try
        {
            handle ??= Open(Path);
            var length = 0;
            // A sequence file gives a page at a time, however much is asked for: only a read of nothing is its end.
            while (RandomAccess.Read(handle, buffer.AsSpan(length), length) is > 0 and var bytes)
            {
                length += bytes;
                if (length < buffer.Length)
                    continue;
                if (length >= MaximumBytes)
                {
                    faults.Add(Path, "is longer than 4 MiB and was not read.");
                    return default;
                }
                Array.Resize(ref buffer, length * 2);
            }
            if (length == 0)
                faults.Add(Path, "is empty.");
            return buffer.AsSpan(0, length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Dispose();
            faults.Add(Path, Problem.Of(fault));
            return default;
        }
    }

    /// <summary>Opens a file of the kernel for reading.</summary>
    public static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Closes it; the next <see cref="Read"/> opens it again.</summary>
    public void Dispose()
    {
        handle?.Dispose();
        handle = null;
    }
}
