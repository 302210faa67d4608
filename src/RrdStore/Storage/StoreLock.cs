using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Metrics.RrdStore.Storage;

/// <summary>The file that says that a process has the store: locked while it does, by the kernel, so that no crash leaves it locked. It
/// holds the time when the store was last at work, so that a clock that jumps while it is not is noticed.</summary>
internal sealed class StoreLock : IDisposable
{
    private const int WouldBlock = 11; // EAGAIN, what flock(2) answers
    private const int ReadOnly = 30; // EROFS
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'\n";
    private const int FormatLength = 21;

    private readonly SafeFileHandle? file;

    private StoreLock(SafeFileHandle? file) => this.file = file;

    /// <summary>Takes a directory.</summary>
    /// <exception cref="StoreInUseException">Another process has it.</exception>
    /// <exception cref="StoreReadOnlyException">It is there and cannot be written.</exception>
    /// <exception cref="IOException">The directory cannot be made or written.</exception>
    public static StoreLock Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new StoreLock(File.OpenHandle(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new StoreInUseException(directory);
        }
        catch (Exception e) when ((e is UnauthorizedAccessException || e.HResult == ReadOnly) && Directory.Exists(directory))
        {
            throw new StoreReadOnlyException(directory, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The data directory {directory} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Takes a directory to look at it, beside others who do. One without the file has no process at work.</summary>
    /// <exception cref="StoreInUseException">A process is at work in it.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static StoreLock Share(string directory)
    {
        try
        {
            var path = Path.Combine(directory, "lock");
            return new StoreLock(File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read) : null);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new StoreInUseException(directory);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The data directory {directory} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>When the store was last at work; null when nobody noted it.</summary>
    public DateTimeOffset? ReadTime()
    {
        if (file is null)
            return null;
        Span<byte> bytes = stackalloc byte[FormatLength];
        var length = RandomAccess.Read(file, bytes, 0);
        return DateTimeOffset.TryParseExact(
            Encoding.ASCII.GetString(bytes[..length]), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    /// <summary>Notes when the store was at work. Not durably: one from an hour ago serves as well.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void WriteTime(DateTimeOffset time) =>
        RandomAccess.Write(file!, Encoding.ASCII.GetBytes(time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)), 0);

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}
