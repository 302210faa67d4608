using Metrics.Analyzers.Tailing;

namespace Metrics.Analyzers;

/// <summary>A log that is read.</summary>
/// <param name="Path">The file; or a pattern with <c>*</c> and <c>?</c> that matches several; or the systemd journal,
/// see <see cref="OfJournal"/>.</param>
/// <param name="Format">Name of its format, one of <see cref="LogFormats.Names"/>.</param>
/// <param name="Domain">The domain that all of it is of; null when its lines say which, or its path has it.</param>
public sealed record LogSettings(string Path, string Format, string? Domain = null)
{
    /// <summary>The systemd journal, read by a format of the system log.</summary>
    /// <param name="format">One of <see cref="LogFormats.OfSystemLogs"/>.</param>
    public static LogSettings OfJournal(string format) => new(FollowedJournal.Prefix + format, format);
}
