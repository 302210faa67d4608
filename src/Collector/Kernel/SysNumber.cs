using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Metrics.Collector;

/// <summary>An attribute of sysfs(5) that holds one integer, kept open. The kernel makes it anew for every read from its start.</summary>
/// <param name="path">Its path.</param>
internal sealed class SysNumber(string path) : IDisposable
{
    private SafeFileHandle? handle;

    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>Reads it.</summary>
    /// <param name="faults">Takes the reason when there is no number in it.</param>
    /// <returns>The number; NaN when it cannot be read; null when the device is gone, which is no fault.</returns>
    public double? Read(FaultList faults)
    {
        Span<byte> buffer = stackalloc byte[32];
        try
        {
            handle ??= ProcFile.Open(Path);
            var text = buffer[..RandomAccess.Read(handle, buffer, 0)].TrimEnd("\n "u8);
            if (Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length)
                return number;
            faults.Add(Path, text.IsEmpty ? "is empty." : "is not a number.");
            return double.NaN;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A handle outlives its device; opened again it may be the next one of that name.
            Dispose();
            if (!System.IO.Path.Exists(Path))
                return null;
            faults.Add(Path, Problem.Of(fault));
            return double.NaN;
        }
    }

    /// <summary>Closes it; the next <see cref="Read"/> opens it again.</summary>
    public void Dispose()
    {
        handle?.Dispose();
        handle = null;
    }
}
