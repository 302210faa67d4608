namespace Metrics.Collector;

/// <summary>What an exception says of a file, for a <see cref="SourceFault"/>.</summary>
internal static class Problem
{
    /// <summary>A sentence without its subject: "cannot be read: Input/output error."</summary>
    public static string Of(Exception fault) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => "does not exist.",
        UnauthorizedAccessException => "cannot be read: permission denied.",
        _ => $"cannot be read: {WithoutPath(fault.Message)}.",
    };

    /// <summary>The runtime puts the path behind the message of the system: <c>Input/output error : '/sys/…'</c>.</summary>
    private static string WithoutPath(string message) =>
        (message.IndexOf(" : '", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message).TrimEnd('.', ' ');
}
