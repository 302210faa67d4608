using System.Globalization;

namespace Metrics.Collector;

/// <summary>Attributes of sysfs(5) that are read while sources look around, not in every cycle.</summary>
internal static class SysText
{
    /// <summary>No attribute is longer than a page.</summary>
    private const int MaximumBytes = 4096;

    /// <summary>Its text without white space at the ends; null when there is none or it cannot be read (an interface that is down has no speed).</summary>
    public static string? Read(string path)
    {
        try
        {
            using var handle = ProcFile.Open(path);
            var buffer = new byte[MaximumBytes];
            var text = System.Text.Encoding.UTF8.GetString(buffer.AsSpan(0, RandomAccess.Read(handle, buffer, 0))).Trim();
            return text.Length == 0 ? null : text;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>It as a number; null when it is none.</summary>
    public static long? ReadNumber(string path) =>
        long.TryParse(Read(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
