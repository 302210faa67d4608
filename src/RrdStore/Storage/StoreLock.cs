using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.Storage;

/// <summary>The file that says that a process has the store: locked while it does, by the kernel, so that no crash leaves it locked.</summary>
internal static class StoreLock
{
    private const int WouldBlock = 11; // EAGAIN, what flock(2) answers

    /// <summary>Takes a directory.</summary>
    /// <exception cref="StoreInUseException">Another process has it.</exception>
    /// <exception cref="IOException">The directory cannot be made or written.</exception>
    public static SafeFileHandle Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return File.OpenHandle(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new StoreInUseException(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The data directory {directory} cannot be written: {e.Message}", e);
        }
    }
}
